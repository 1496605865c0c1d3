import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { actorOf } from '#access';
import { asFailure, type Window } from '#evidence';
import type { SourceQuery } from '#collector';
import { fixPack, type CheckResult, type OpenConnection } from '#microsoft';
import { graphMail } from '#sources';
import { lookThrough } from '../../../workbench/connections/check-connection.ts';
import { findMailboxes, type ChosenMailbox } from '../../../workbench/mailboxes/choose-mailboxes.ts';
import { scopedInstance } from '../../../workbench/scoped-instance.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { eventsOf, eventStream, type StreamEvent } from '../../http/event-stream.ts';
import { exactly, Id } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { openForCaller } from './open-for-caller.ts';
import { readSourceQuery, readWindow, Wanted, wantedMailboxes } from './start-collection.ts';

const Body = exactly(Wanted);
type Body = Static<typeof Body>;

const checkedAtOnce = 20;
/** A search is counted by walking it; beyond this it is told as "at least". */
const searchedMost = 2000;

/** A look at exactly these mailboxes, before anything is planned. */
export function preflightRoutes(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/preflights',
    {
      schema: {
        operationId: 'preflightCollection',
        summary: 'Can these mailboxes be read, and how many messages are in the window? Answers as it finds out',
        params: Type.Object({ matter: Id }),
        body: Body,
        response: eventsOf(
          'Events: `note`, `connection` with findings about the connection, `mailbox` with one mailbox each, `end`.',
        ),
      },
    },
    (request, reply) => {
      const wanted = request.body;
      // What is not understood is an answer, not an event.
      const asked = {
        window: readWindow(wanted.window),
        query: readSourceQuery(wanted.query ?? null, parts.clock.now()),
      };
      const tell = (signal: AbortSignal): AsyncIterable<StreamEvent> =>
        preflight(parts, { ...asked, request, wanted }, signal);
      return eventStream(parts, { request, reply, tell });
    },
  );
}

interface Asked {
  readonly request: FastifyRequest;
  readonly wanted: Body;
  readonly window: Window;
  readonly query: SourceQuery | null;
}

async function* preflight(parts: Parts, asked: Asked, signal: AbortSignal): AsyncGenerator<StreamEvent> {
  await using instance = scopedInstance(parts.instance);
  const { clock } = parts;
  const open = await openForCaller({ instance, clock }, asked.request, {
    name: asked.wanted.connection,
    patience: 'brisk',
  });
  const { mailboxes, notes } = await findMailboxes(open.directory, wantedMailboxes(asked.wanted), signal);
  for (const text of notes) yield { event: 'note', data: { text } };
  const work = { instance, clock, signal, actor: actorOf(callerOf(asked.request).person) };
  let total = 0;
  let missing = 0;
  const refused: string[] = [];
  for (let at = 0; at < mailboxes.length; at += checkedAtOnce) {
    const some = mailboxes.slice(at, at + checkedAtOnce);
    const ids = some.map(({ sourceMailbox }) => sourceMailbox);
    const checks = await lookThrough(work, open, ids);
    if (at === 0) yield { event: 'connection', data: { findings: findingsOf(checks, null) } };
    for (const mailbox of some) {
      const found = await lookAt({ ...asked, open, signal }, mailbox, checks);
      total += found.count ?? 0;
      if (!found.isReadable) missing += 1;
      if (isRefused(found)) refused.push(mailbox.address);
      yield { event: 'mailbox', data: found };
    }
  }
  const pack = refused.length === 0 ? null : fixPack(open.connection, refused);
  yield { event: 'end', data: { total, mailboxes: mailboxes.length, missing, fixPack: pack } };
}

const accessChecks: readonly string[] = ['full-access-delegated', 'mailbox-allowed'];

/** Whether access is what is missing: a mailbox that is not there is helped by no grant. */
function isRefused({ findings }: { readonly findings: readonly { readonly id: string; readonly result: string }[] }) {
  return findings.some(({ id, result }) => result === 'fail' && accessChecks.includes(id));
}

function findingsOf(checks: readonly CheckResult[], mailbox: string | null) {
  return checks
    .filter((check) => check.mailbox === mailbox && (check.result === 'fail' || check.result === 'warn'))
    .map(({ id, result, cause, fix }) => ({ id, result, cause, fix }));
}

interface Looking {
  readonly window: Window;
  readonly query: SourceQuery | null;
  readonly open: OpenConnection;
  readonly signal: AbortSignal;
}

async function lookAt(looking: Looking, mailbox: ChosenMailbox, checks: readonly CheckResult[]) {
  const { sourceMailbox, address, displayName, custodian } = mailbox;
  const findings = findingsOf(checks, sourceMailbox);
  const about = { address, name: displayName, custodian };
  if (findings.some(({ result }) => result === 'fail'))
    return { ...about, isReadable: false, count: null, isAtLeast: false, zeroBecause: null, findings };
  try {
    const { count, isAtLeast } = await countOf(looking, sourceMailbox);
    const zeroBecause = count === 0 ? emptyBecause(looking) : null;
    return { ...about, isReadable: true, count, isAtLeast, zeroBecause, findings };
  } catch (thrown) {
    const { code, message, fix } = asFailure(thrown);
    const finding = { id: code, result: 'fail', cause: message, fix: fix === undefined ? [] : [fix] };
    const all = [...findings, finding];
    return { ...about, isReadable: false, count: null, isAtLeast: false, zeroBecause: null, findings: all };
  }
}

/** The mailbox was read, so nothing is in the way of more. */
function emptyBecause({ window, query }: Looking): string {
  if (query !== null) return 'The mailbox can be read; the search of the service finds nothing for this query.';
  return window.from === null && window.to === null
    ? 'The mailbox can be read and holds no mail in its visible folders.'
    : 'The mailbox can be read; nothing in its visible folders was received in this window.';
}

/** What the service counts: by folder, or by walking the search that narrows the collection. */
async function countOf(
  { window, query, open, signal }: Looking,
  sourceMailbox: string,
): Promise<{ count: number; isAtLeast: boolean }> {
  const source = graphMail({ graph: open.mailbox(sourceMailbox), mailbox: sourceMailbox });
  let count = 0;
  if (query === null) {
    for (const folder of await source.folders(signal))
      count += await source.expected(folder.sourceFolderId, window, signal);
    return { count, isAtLeast: false };
  }
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof source.search>> = await source.search(
      { search: query.search, window, cursor },
      signal,
    );
    count += page.items.length;
    cursor = page.cursor;
  } while (cursor !== null && count < searchedMost);
  return { count, isAtLeast: cursor !== null };
}
