import { noEnds, type EndCounts, type MatterId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

export interface CustodianCount {
  readonly id: string;
  readonly name: string;
  readonly items: number;
  readonly bytes: number;
}

/** A matter, or what one custodian of it holds. */
export interface OverviewOf {
  readonly matter: MatterId;
  readonly custodian: string | null;
}

/** How everything that was ever listed for a matter, or for one custodian, ended. */
export async function endsOf(reader: Reader, { matter, custodian }: OverviewOf): Promise<EndCounts> {
  const { rows } = await sql<EndCounts>`
    select count(*)::integer as listed,
      count(*) filter (where l.ended = 'kept')::integer as kept,
      count(*) filter (where l.ended = 'already-held')::integer as "alreadyHeld",
      count(*) filter (where l.ended = 'filtered')::integer as filtered,
      count(*) filter (where l.ended = 'skipped')::integer as skipped,
      count(*) filter (where l.ended = 'failed')::integer as failed
    from ledger l join collections c on c.id = l.collection_id
    where c.matter_id = ${matter} ${
      custodian === null
        ? sql``
        : sql`and exists (select from collection_mailboxes k
          where k.collection_id = l.collection_id and k.mailbox_id = l.mailbox_id and k.custodian_id = ${custodian}::uuid)`
    }`.execute(reader);
  return rows[0] ?? noEnds;
}

/** The custodians of a matter with most kept items, or the one, and what they hold. */
export async function custodianCounts(
  reader: Reader,
  { matter, custodian }: OverviewOf,
  most: number,
): Promise<readonly CustodianCount[]> {
  const { rows } = await sql<CustodianCount>`
    select c.id, c.name, count(i.id)::integer as items, coalesce(sum(b.size), 0)::bigint as bytes
    from custodians c
    left join items i on i.matter_id = c.matter_id and i.custodian_id = c.id
    left join blobs b on b.pack_id = i.pack_id and b.digest = i.digest
    where c.matter_id = ${matter} ${custodian === null ? sql`` : sql`and c.id = ${custodian}::uuid`}
    group by c.id, c.name order by items desc, c.name limit ${most}`.execute(reader);
  return rows;
}

export interface Correspondent {
  readonly address: string;
  readonly sent: number;
  readonly received: number;
}

/** Who wrote and was written to most, over the distinct messages of a matter or of one custodian. */
export async function topCorrespondents(
  reader: Reader,
  { matter, custodian }: OverviewOf,
  most: number,
): Promise<readonly Correspondent[]> {
  const held =
    custodian === null
      ? sql`true`
      : sql`exists (select from items i
          where i.matter_id = m.matter_id and i.digest = m.digest and i.custodian_id = ${custodian}::uuid)`;
  const { rows } = await sql<Correspondent>`
    with people as (
      select lower(p->>'address') as address, 1 as sent, 0 as received
        from messages m, jsonb_array_elements(m.from_addresses) as p where m.matter_id = ${matter} and ${held}
      union all
      select lower(p->>'address'), 0, 1
        from messages m, jsonb_array_elements(m.to_addresses || m.cc_addresses || m.bcc_addresses) as p
        where m.matter_id = ${matter} and ${held}
    )
    select address, sum(sent)::integer as sent, sum(received)::integer as received
    from people where address like '%@%'
    group by address order by sum(sent) + sum(received) desc, address limit ${most}`.execute(reader);
  return rows;
}
