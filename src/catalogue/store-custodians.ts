import { sql } from 'kysely';
import { Failure, type CustodianId, type MatterId } from '#evidence';
import { newId, type Reader, type Transaction } from '#platform';
import { checkedCustodianName } from './store-matters.ts';

export interface CustodianRow {
  readonly id: CustodianId;
  readonly name: string;
  readonly createdAt: Date;
  /** Addresses of the mailboxes that were collected for them. */
  readonly mailboxes: readonly string[];
  /** Kept items, every version. */
  readonly items: number;
}

/** The custodians of a matter by name, behind a name. */
export async function pageOfCustodians(
  reader: Reader,
  { matter, search = '' }: { readonly matter: MatterId; readonly search?: string },
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly CustodianRow[]> {
  let query = reader
    .selectFrom('custodians')
    .select(['id', 'name', 'created_at'])
    .where('matter_id', '=', matter)
    .where(sql<boolean>`strpos(lower(name), lower(${search})) > 0`)
    .orderBy('name')
    .limit(limit);
  if (after !== null) query = query.where('name', '>', after);
  const rows = await query.execute();
  const counts = await countsOf(
    reader,
    matter,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: row.id as CustodianId,
    name: row.name,
    createdAt: row.created_at,
    mailboxes: counts.get(row.id)?.mailboxes ?? [],
    items: counts.get(row.id)?.items ?? 0,
  }));
}

async function countsOf(
  reader: Reader,
  matter: MatterId,
  custodians: readonly string[],
): Promise<ReadonlyMap<string, { mailboxes: readonly string[]; items: number }>> {
  const { rows } = await sql<{ custodian_id: string; mailboxes: string[]; items: number }>`
    with held as (
      select custodian_id, mailbox_id, count(*) as items from items
      where matter_id = ${matter} and custodian_id = any(${[...custodians]}::uuid[])
      group by custodian_id, mailbox_id
      union all
      select c.custodian_id, c.mailbox_id, 0 from collection_mailboxes c
      where c.custodian_id = any(${[...custodians]}::uuid[])
    )
    select h.custodian_id, array_agg(distinct m.address order by m.address) as mailboxes, sum(h.items)::bigint as items
    from held h join mailboxes m on m.id = h.mailbox_id
    group by h.custodian_id`.execute(reader);
  return new Map(rows.map(({ custodian_id: id, mailboxes, items }) => [id, { mailboxes, items }]));
}

/** A new custodian. Failures: `malformed`, `conflict` when the matter has one of this name. */
export async function createCustodian(
  tx: Transaction,
  custodian: { matter: MatterId; name: string; at: Date },
): Promise<{ id: CustodianId; name: string }> {
  const name = checkedCustodianName(custodian.name);
  const row = await tx
    .insertInto('custodians')
    .values({ id: newId<CustodianId>(), matter_id: custodian.matter, name, created_at: custodian.at })
    .onConflict((conflict) => conflict.columns(['matter_id', 'name']).doNothing())
    .returning(['id', 'name'])
    .executeTakeFirst();
  if (row !== undefined) return { id: row.id as CustodianId, name: row.name };
  throw new Failure('conflict', `The matter has a custodian "${name}" already.`, {
    code: 'custodian-name-taken',
    fix: 'Choose that one, or another name.',
  });
}
