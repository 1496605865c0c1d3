import { stat } from 'node:fs/promises';
import { startSimulatedTenant, type SimulatedTenant } from '../../../../simulated-tenant/src/index.ts';
import { UsageError } from '../../frame/usage-error.ts';

/** A running tenant and what to do with it. */
export interface DemoTenant extends AsyncDisposable {
  readonly url: string;
  /** The connection's name. */
  readonly name: string;
  readonly title: string;
  readonly domain: string;
  readonly people: number;
  readonly clientId: string;
  readonly secret: string;
  readonly matter: string;
  readonly mailboxes: readonly string[];
  /** A day on which something is worth asking why; null for mail that is not ours. */
  readonly puzzle: { readonly mailbox: string; readonly date: string } | null;
}

const lakesideCustodians = ['theo.marchetti', 'joost.van.der.meer', 'naomi.feldt'];
const mostMailboxes = 3;

/** Starts Lakeside Freight, or a tenant of somebody's own mail. */
export async function startDemoTenant(mail: string | undefined): Promise<DemoTenant> {
  if (mail === undefined) return lakeside(await startSimulatedTenant({ seed: 'lakeside' }));
  const isFolder = await stat(mail).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new UsageError(`${mail} is not a folder.`, 'Give a folder with .eml files, maildirs or mboxes.');
  return ownMail(await startSimulatedTenant({ mail }));
}

function lakeside(tenant: SimulatedTenant): DemoTenant {
  const address = (name: string): string => `${name}@${tenant.domain}`;
  return {
    ...basics(tenant),
    name: 'lakeside',
    matter: 'Harrow & Pike demurrage',
    mailboxes: lakesideCustodians.map(address),
    puzzle: { mailbox: address('theo.marchetti'), date: '2026-02-03' },
  };
}

function ownMail(tenant: SimulatedTenant): DemoTenant {
  return {
    ...basics(tenant),
    name: 'own-mail',
    matter: 'Demo',
    mailboxes: tenant.mailboxes.slice(0, mostMailboxes),
    puzzle: null,
  };
}

function basics(tenant: SimulatedTenant) {
  const [app] = tenant.apps;
  const secret = app?.secrets[0]?.value;
  if (app === undefined || secret === undefined) throw new Error('The simulated tenant has no application.');
  return {
    url: tenant.url,
    title: tenant.tenant.displayName,
    domain: tenant.domain,
    people: tenant.tenant.people.length,
    clientId: app.clientId,
    secret,
    [Symbol.asyncDispose]: () => tenant.stop(),
  };
}
