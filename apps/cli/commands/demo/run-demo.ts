import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything } from '#evidence';
import { verifyVault } from '#collector';
import { receiptSummary } from '#custody';
import { useConnection } from '../../../workbench/connections/connection-store.ts';
import { beginAloud } from '../../collections/begin-aloud.ts';
import { carryOutAloud } from '../../collections/carry-out-aloud.ts';
import { showOutcome } from '../../collections/show-outcome.ts';
import { collectionOptions } from '../../../workbench/collections/collection-options.ts';
import { openInstance } from '../../../workbench/compose.ts';
import { checkAndShow } from '../../connections/check-and-show.ts';
import type { Invocation } from '../../frame/command-definition.ts';
import { checkFailed, done, doneWithExceptions, failed, type ExitCode } from '../../exit-codes.ts';
import { counted, duration } from '../../terminal/amounts.ts';
import { plainText } from '../../terminal/plain-text.ts';
import { quoted } from '../../program-name.ts';
import { connectDemo } from './connect-demo.ts';
import { startDemoTenant, type DemoTenant } from './demo-tenant.ts';
import { showWhatToTry } from './what-to-try.ts';

/** The main job on a simulated tenant, told step by step. */
export async function runDemo(outer: Invocation): Promise<ExitCode> {
  const { given, terminal, clock, signal } = outer;
  const began = clock.monotonic();
  await using tenant = await startDemoTenant(given.text('mail'));
  const dataFolder = given.text('data') ?? (await mkdtemp(join(tmpdir(), 'chainmail-demo-')));
  await using instance = openInstance({ data: dataFolder, clock, settings: { host: '127.0.0.1', port: '0' } });
  const invocation: Invocation = { ...outer, instance };
  await instance.create();
  say(outer, `${tenant.title}, a Microsoft 365 tenant in a box`);
  terminal.line(`${counted(tenant.people, 'account')}, ${tenant.domain}, at ${tenant.url}`);
  terminal.line(`Data folder: ${instance.dataFolder}`);
  for (const what of tenant.leftOut) terminal.note(`Left out: ${plainText(what)}`);
  const { code, collection } = await goTheWholeWay(invocation, tenant);
  if (signal.aborted || collection === null) return code;
  terminal.note(`All of this took ${duration(clock.monotonic() - began)}.`);
  showWhatToTry(terminal, { tenant, collection, dataFolder: instance.dataFolder, staysUp: !given.flag('once') });
  if (!given.flag('once')) {
    await stayUp(invocation, { matter: tenant.matter, isServed: given.flag('serve') });
    terminal.note(`The data folder stays. To remove it: rm -r ${quoted(instance.dataFolder)}`);
  }
  return code;
}

/** Until Ctrl-C: the tenant, and the app on what was collected. */
async function stayUp(
  invocation: Invocation,
  { matter, isServed }: { readonly matter: string; readonly isServed: boolean },
): Promise<void> {
  const { signal, terminal } = invocation;
  if (!isServed) {
    if (!signal.aborted) await once(signal, 'abort');
    return;
  }
  const { serveDemo } = await import('./serve-demo.ts');
  const { server, signIn } = await serveDemo(invocation, matter);
  await using _server = server;
  terminal.line();
  terminal.line(`The app: ${terminal.paint('strong', server.url)}`);
  if (signIn !== null) terminal.line(`Sign in as ${signIn.email} with the password ${signIn.password}`);
  terminal.object({ url: server.url, signIn });
  if (!signal.aborted) await once(signal, 'abort');
}

interface DemoEnd {
  readonly code: ExitCode;
  /** Null when there is none that came to its end. */
  readonly collection: string | null;
}

async function goTheWholeWay(invocation: Invocation, tenant: DemoTenant): Promise<DemoEnd> {
  const { terminal } = invocation;
  say(invocation, '1. Connect, and check the connection');
  await connectDemo(invocation, tenant);
  const { isRight } = await checkAndShow(invocation, { name: tenant.name, mailboxes: tenant.mailboxes.slice(0, 1) });
  if (!isRight) return { code: checkFailed, collection: null };

  say(invocation, `2. Collect ${counted(tenant.mailboxes.length, 'custodian')}`);
  const open = await useConnection(invocation, tenant.name);
  const wanted = tenant.mailboxes.map((given) => ({ given, custodian: null, from: null }));
  const id = await beginAloud(invocation, open, {
    matter: tenant.matter,
    choice: { kind: 'named', wanted },
    window: everything,
    options: collectionOptions({ drafts: true, hidden: undefined, recoverable: undefined, query: null }),
  });
  if (id === null) return { code: checkFailed, collection: null };
  const { finished, summary } = await carryOutAloud(invocation, id, open);
  if (finished === null) return { code: failed, collection: null };
  showOutcome(terminal, finished, summary);

  say(invocation, '3. Verify every byte that was kept');
  const isIntact = await verify(invocation);

  say(invocation, '4. The receipt');
  terminal.line(receiptSummary(finished.receipt).trimEnd());
  terminal.object(summary);
  const ended = summary.exceptions === 0 ? done : doneWithExceptions;
  return { code: isIntact ? ended : checkFailed, collection: id };
}

async function verify({ instance, terminal, signal }: Invocation): Promise<boolean> {
  const tools = { database: await instance.database(), vault: await instance.vault() };
  const { problems, ...totals } = await verifyVault(tools, { signal });
  terminal.object(totals);
  const { packs, blobs, missing, corrupt, orphans, altered, auditChain } = totals;
  const isIntact = problems.length === 0 && auditChain === 'intact';
  terminal.marked(
    isIntact ? { text: 'intact', tone: 'good' } : { text: 'BROKEN', tone: 'bad' },
    `${counted(blobs, 'message')} in ${counted(packs, 'pack')} read and hashed again: ${String(missing)} missing, ${String(corrupt)} corrupt, ${String(orphans)} unknown, ${String(altered)} altered; audit trail ${auditChain}.`,
  );
  return isIntact;
}

function say({ terminal }: Invocation, title: string): void {
  terminal.line();
  terminal.line(terminal.paint('strong', title));
}
