import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { actorOf, type Membership } from '#access';
import { readMatter } from '#catalogue';
import { planCollection, type CollectionOptions, type SourceQuery } from '#collector';
import { recordAct } from '#custody';
import { Failure, parseWindow, type CollectionId, type MatterId } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { parseKql } from '#search';
import { collectionOptions } from '../../../workbench/collections/collection-options.ts';
import { sourceQuery } from '../../../workbench/collections/source-query.ts';
import { signingKey } from '../../../workbench/collections/carry-out.ts';
import { tenantIdOf } from '../../../workbench/connections/check-connection.ts';
import { findMailboxes, type ChosenMailbox } from '../../../workbench/mailboxes/choose-mailboxes.ts';
import { scopedInstance } from '../../../workbench/scoped-instance.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { once } from '../../http/idempotency.ts';
import { exactly, Id, nullable, oneOf } from '../../http/schemas.ts';
import { placeOrder } from '../../orders/orders.ts';
import type { App, Parts } from '../../parts.ts';
import { openForCaller } from './open-for-caller.ts';
import { custodiansNamed } from './store-collection-pages.ts';

/** What is to be collected; a preflight takes the same. */
export const Wanted = {
  connection: Type.String({ minLength: 1, maxLength: 200 }),
  mailboxes: Type.Array(
    exactly({
      address: Type.String({ minLength: 1, maxLength: 320 }),
      custodian: Type.Optional(nullable(Type.String({ minLength: 1, maxLength: 300 }))),
    }),
    { minItems: 1, maxItems: 5000 },
  ),
  window: Type.Optional(
    exactly({
      from: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
      to: Type.Optional(nullable(Type.String({ maxLength: 40 }))),
      zone: Type.Optional(nullable(Type.String({ maxLength: 60 }))),
    }),
  ),
  /** In unless it says false. */
  drafts: Type.Optional(Type.Boolean()),
  /** Hidden folders: out unless it says true. */
  hidden: Type.Optional(Type.Boolean()),
  /** Recoverable Items: in unless it says false, or a query narrows the collection. */
  recoverable: Type.Optional(Type.Boolean()),
  query: Type.Optional(nullable(Type.String({ maxLength: 4000 }))),
};

const Body = exactly({
  ...Wanted,
  processing: Type.Optional(oneOf(['now', 'later'])),
  waitForAccess: Type.Optional(Type.Boolean()),
});
type Body = Static<typeof Body>;

/** Cloud upload: a collection that the server carries out. */
export function startRoutes(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/collections',
    {
      schema: {
        operationId: 'startCollection',
        summary: 'Collect mailboxes into the matter; the server carries it out',
        params: Type.Object({ matter: Id }),
        body: Body,
        response: { 201: Type.Object({ id: Id }) },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => ({
        status: 201,
        answer: { id: await start(parts, request, request.body) },
      })),
  );
}

async function start(parts: Parts, request: FastifyRequest, body: Body): Promise<CollectionId> {
  const { database, clock, jobs, stopping: signal } = parts;
  const { matter } = request.params as { matter: MatterId };
  const { person, memberships } = callerOf(request);
  const actor = actorOf(person);
  const options = readOptions(body, clock.now());
  const window = readWindow(body.window);
  await using instance = scopedInstance(parts.instance);
  // A lost key is told before anything begins.
  await signingKey({ instance, clock });
  const open = await openForCaller({ ...parts, instance }, request, { name: body.connection });
  const { mailboxes } = await findMailboxes(open.directory, wantedMailboxes(body), signal);
  await requireCustodians(
    parts,
    memberships.find((one) => one.matter === matter),
    mailboxes,
  );
  const id = await plan(parts, { matter, actor, open, mailboxes, window, options });
  await placeOrder({ database, clock, actor }, id, {
    processing: body.processing ?? 'now',
    waitsForAccess: body.waitForAccess ?? false,
  });
  await jobs.ask('collection', id);
  return id;
}

export function wantedMailboxes({ mailboxes }: Pick<Body, 'mailboxes'>) {
  return mailboxes.map(({ address, custodian = null }) => ({ given: address, custodian, from: null }));
}

export function readWindow(window: Body['window']) {
  const { from, to, zone } = window ?? {};
  return parseWindow({ from: from ?? undefined, to: to ?? undefined, zone: zone ?? undefined });
}

/** What is asked for beside mailboxes and window. Failures as of `collectionOptions` and `readSourceQuery`. */
export function readOptions({ drafts, hidden, recoverable, query }: WantedOptions, now: Date): CollectionOptions {
  return collectionOptions({
    drafts: drafts ?? true,
    hidden,
    recoverable,
    query: readSourceQuery(query ?? null, now),
  });
}

type WantedOptions = Pick<Body, 'drafts' | 'hidden' | 'recoverable' | 'query'>;

function readSourceQuery(text: string | null, now: Date): SourceQuery | null {
  return text === null || text.trim() === '' ? null : sourceQuery(text, parseKql(text), now);
}

/** Whoever only uploads takes custodians that are there, unless they were allowed to make new ones. */
async function requireCustodians(
  { database }: Parts,
  membership: Membership | undefined,
  mailboxes: readonly ChosenMailbox[],
): Promise<void> {
  if (membership === undefined || membership.role !== 'uploader' || membership.mayCreateCustodians) return;
  const names = [...new Set(mailboxes.map(({ custodian }) => custodian))];
  const known = await custodiansNamed(database.reader, membership.matter, names);
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new Failure('denied', `The matter has no custodian ${unknown.slice(0, 10).join(', ')}.`, {
    code: 'custodian-not-there',
    fix: 'Choose a custodian of the matter, or ask a case manager to add one.',
  });
}

interface Planning {
  readonly matter: MatterId;
  readonly actor: string;
  readonly open: OpenConnection;
  readonly mailboxes: readonly ChosenMailbox[];
  readonly window: ReturnType<typeof readWindow>;
  readonly options: CollectionOptions;
}

async function plan({ database, clock, stopping }: Parts, planning: Planning): Promise<CollectionId> {
  const { matter, actor, open, mailboxes, window, options } = planning;
  const { name } = await readMatter(database.reader, matter);
  const { id: connection, name: connectionName, clientId } = open.connection;
  const { id } = await planCollection(
    { database, clock },
    {
      matter: name,
      matterId: matter,
      connection: { id: connection, name: connectionName, clientId, tenant: await tenantIdOf(open, stopping) },
      startedBy: actor,
      window,
      options,
      mailboxes: mailboxes.map(({ isLicensed: _isLicensed, ...mailbox }) => mailbox),
    },
  );
  const subject = {
    collection: id,
    matter,
    connection: connectionName,
    mailboxes: mailboxes.map(({ address }) => address),
    query: options.query?.text ?? null,
    hidden: options.hidden,
    recoverable: options.recoverable,
  };
  await recordAct(database, { actor, action: 'collection.planned', subject, at: clock.now() });
  return id;
}
