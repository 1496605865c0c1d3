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
  /** What the connection names it by: its domain, or its id where the domain is written in another script. */
  readonly directory: string;
  readonly people: number;
  readonly clientId: string;
  readonly secret: string;
  readonly matter: string;
  readonly mailboxes: readonly string[];
  /** Of somebody's own mail: what is not in it, each with the reason. */
  readonly leftOut: readonly string[];
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
  const tenant = await startSimulatedTenant({ mail });
  const own = ownMail(tenant);
  if (own.mailboxes.length > 0) return own;
  await tenant.stop();
  throw new UsageError(
    [`No mail was found in ${mail}.`, ...own.leftOut.map((what) => `Left out: ${what}.`)].join('\n'),
    'Give a folder with .eml files, maildirs or mboxes (.mbox).',
  );
}

function lakeside(tenant: SimulatedTenant): DemoTenant {
  const address = (name: string): string => `${name}@${tenant.domain}`;
  return {
    ...basics(tenant),
    name: 'lakeside',
    matter: 'Harrow & Pike demurrage',
    mailboxes: lakesideCustodians.map(address),
    leftOut: [],
    puzzle: { mailbox: address('theo.marchetti'), date: '2026-02-03' },
  };
}

function ownMail(tenant: SimulatedTenant): DemoTenant {
  const mailboxes: string[] = [];
  for (const address of tenant.mailboxes) {
    if (mailboxes.length === mostMailboxes) break;
    if (holdsMail(tenant, address)) mailboxes.push(address);
  }
  return {
    ...basics(tenant),
    name: 'own-mail',
    matter: 'Demo',
    mailboxes,
    leftOut: tenant.tenant.leftOut?.() ?? [],
    puzzle: null,
  };
}

function holdsMail({ tenant }: SimulatedTenant, address: string): boolean {
  const id = tenant.person(address)?.id;
  const mailbox = id === undefined ? undefined : tenant.mailbox(id);
  if (mailbox === undefined) return false;
  return mailbox.folders().some((folder) => mailbox.counts(folder.id).messages > 0);
}

function basics(tenant: SimulatedTenant) {
  const [app] = tenant.apps;
  const secret = app?.secrets[0]?.value;
  if (app === undefined || secret === undefined) throw new Error('The simulated tenant has no application.');
  return {
    url: tenant.url,
    title: tenant.tenant.displayName,
    domain: tenant.domain,
    directory: /^[\w.-]+$/.test(tenant.domain) ? tenant.domain : tenant.tenantId,
    people: tenant.tenant.people.length,
    clientId: app.clientId,
    secret,
    [Symbol.asyncDispose]: () => tenant.stop(),
  };
}
