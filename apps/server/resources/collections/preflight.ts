import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { actorOf } from '#access';
import { asFailure, type Window } from '#evidence';
import { nameOfPlace, placesBeyond, type CollectionOptions } from '#collector';
import { fixPack, type CheckResult, type OpenConnection } from '#microsoft';
import { graphMail, type ListedFolder, type ListedPage, type MailSource } from '#sources';
import { lookThrough } from '../../../workbench/connections/check-connection.ts';
import { findMailboxes, type ChosenMailbox } from '../../../workbench/mailboxes/choose-mailboxes.ts';
import { scopedInstance } from '../../../workbench/scoped-instance.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { eventsOf, eventStream, type StreamEvent } from '../../http/event-stream.ts';
import { exactly, Id } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { openForCaller } from './open-for-caller.ts';
import { readOptions, readWindow, Wanted, wantedMailboxes } from './start-collection.ts';

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
        options: readOptions(wanted, parts.clock.now()),
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
  readonly options: CollectionOptions;
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
  readonly options: CollectionOptions;
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
    const { count, isAtLeast, refused } = await countOf(looking, sourceMailbox);
    const zeroBecause = count === 0 ? emptyBecause(looking) : null;
    return { ...about, isReadable: true, count, isAtLeast, zeroBecause, findings: [...findings, ...refused] };
  } catch (thrown) {
    const { code, message, fix } = asFailure(thrown);
    const finding = { id: code, result: 'fail', cause: message, fix: fix === undefined ? [] : [fix] };
    const all = [...findings, finding];
    return { ...about, isReadable: false, count: null, isAtLeast: false, zeroBecause: null, findings: all };
  }
}

/** The mailbox was read, so nothing is in the way of more. */
function emptyBecause({ window, options }: Looking): string {
  if (options.query !== undefined)
    return 'The mailbox can be read; the search of the service finds nothing for this query.';
  return window.from === null && window.to === null
    ? 'The mailbox can be read and holds no mail in the folders that are looked at.'
    : 'The mailbox can be read; nothing in the folders that are looked at was received in this window.';
}

interface Finding {
  readonly id: string;
  readonly result: string;
  readonly cause: string;
  readonly fix: readonly string[];
}

interface Counted {
  readonly count: number;
  readonly isAtLeast: boolean;
  /** Places that were asked for and are not there or may not be read. */
  readonly refused: readonly Finding[];
}

/** What the service counts: by folder, or by walking the search that narrows the collection. */
async function countOf(looking: Looking, sourceMailbox: string): Promise<Counted> {
  const { options, open } = looking;
  const source = graphMail({ graph: open.mailbox(sourceMailbox), mailbox: sourceMailbox });
  return options.query === undefined
    ? countFolders(looking, source)
    : countFound(looking, source, options.query.search);
}

async function countFolders({ window, options, signal }: Looking, source: MailSource): Promise<Counted> {
  const expected = async (folders: readonly ListedFolder[]): Promise<number> => {
    let count = 0;
    for (const { sourceFolderId, totalItemCount } of folders)
      if (totalItemCount > 0) count += await source.expected(sourceFolderId, window, signal);
    return count;
  };
  let count = await expected(await source.folders(signal));
  const refused: Finding[] = [];
  for (const place of placesBeyond(options)) {
    try {
      count += await expected(await source.foldersBeyond(place, signal));
    } catch (thrown) {
      const { kind, code, message, fix } = asFailure(thrown);
      if (kind !== 'denied' && kind !== 'not-found') throw thrown;
      const cause = `${nameOfPlace[place]}: ${message}`;
      refused.push({ id: code, result: 'warn', cause, fix: fix === undefined ? [] : [fix] });
    }
  }
  return { count, isAtLeast: false, refused };
}

async function countFound({ window, signal }: Looking, source: MailSource, search: string): Promise<Counted> {
  let count = 0;
  let cursor: string | null = null;
  do {
    const page: ListedPage = await source.search({ search, window, cursor }, signal);
    count += page.items.length;
    cursor = page.cursor;
  } while (cursor !== null && count < searchedMost);
  return { count, isAtLeast: cursor !== null, refused: [] };
}
