import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ensureFolders } from '#catalogue';
import {
  everything,
  type CollectionId,
  type ConnectionId,
  type FolderId,
  type ItemId,
  type MailboxId,
} from '#evidence';
import { newId, systemClock, type Database, type Transaction } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { planCollection } from '../plan-collection.ts';
import { mailboxesOfCollection } from './store-collections.ts';
import { endRows, enterListed, type NewLedgerRow } from './store-ledger.ts';

const at = new Date('2026-03-01T12:00:00Z');
const page = 50;

interface Listing {
  readonly collection: CollectionId;
  readonly mailbox: MailboxId;
  readonly folder: FolderId;
}

async function beginListing(database: Database): Promise<Listing> {
  const { id: collection } = await planCollection(
    { database, clock: systemClock },
    {
      matter: 'Large',
      connection: { id: newId<ConnectionId>(), name: 'test', clientId: 'client', tenant: 'tenant' },
      startedBy: 'person:test',
      window: everything,
      options: { drafts: false, hidden: false, recoverable: false, force: false },
      mailboxes: [{ sourceMailbox: 'ana', address: 'ana@example.com', displayName: 'Ana', custodian: 'Ana' }],
    },
  );
  const [row] = await mailboxesOfCollection(database.reader, collection);
  const mailbox = row!.mailbox;
  const inbox = { sourceFolderId: 'inbox', path: 'Inbox', place: 'visible' as const };
  const folders = await database.transaction((tx) => ensureFolders(tx, { mailbox, at }, [inbox]));
  return { collection, mailbox, folder: folders.get('inbox')! };
}

function rowsFrom(first: number, count: number, change: Partial<NewLedgerRow>): NewLedgerRow[] {
  return Array.from({ length: count }, (_, index) => ({
    item: `item-${String(first + index).padStart(6, '0')}` as ItemId,
    folder: 'none' as FolderId,
    changeKey: 'key',
    fingerprint: 'print',
    isDraft: false,
    internetMessageId: null,
    receivedAt: at,
    version: 1,
    ended: null,
    reason: null,
    ...change,
  }));
}

/** Rows of the ledger that the statements of this transaction have looked at so far. */
async function rowsRead(tx: Transaction): Promise<number> {
  const result = await sql<{ read: number }>`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::bigint as read
    from pg_stat_xact_user_tables where relname = 'ledger'`.execute(tx);
  return result.rows[0]?.read ?? 0;
}

test('a page enters without reading more of the ledger than the page, however much of the mailbox is listed', async () => {
  await using database = await testDatabase();
  const { folder, ...of } = await beginListing(database);
  await database.transaction((tx) => enterListed(tx, of, { rows: rowsFrom(0, 4000, { folder }), at }));
  await database.transaction(async (tx) => {
    const fresh = await enterListed(tx, of, { rows: rowsFrom(4000 - 1, page, { folder }), at });
    expect(fresh.size).toBe(page - 1);
    expect(await rowsRead(tx)).toBeLessThanOrEqual(2 * page);
  });
});

test('a left out draft that is listed as sent is open again, and another one that is still a draft stays left out', async () => {
  await using database = await testDatabase();
  const { folder, ...of } = await beginListing(database);
  const draft = { folder, isDraft: true, ended: 'filtered', reason: 'draft' } as const;
  await database.transaction((tx) => enterListed(tx, of, { rows: rowsFrom(0, 2, draft), at }));
  const rows = [...rowsFrom(0, 1, { folder }), ...rowsFrom(1, 1, draft)];
  const fresh = await database.transaction((tx) => enterListed(tx, of, { rows, at }));
  expect([...fresh]).toEqual(['item-000000']);
  const ended = await database.transaction((tx) =>
    endRows(
      tx,
      rows.map(({ item }) => ({ ...of, item, ended: 'kept', reason: null, detail: null })),
      at,
    ),
  );
  expect(ended).toBe(1);
});
