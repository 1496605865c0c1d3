import { noEnds, type EndCounts, type MatterId } from '#evidence';
import type { Reader } from '#platform';
import { sql } from 'kysely';

export interface CustodianCount {
  readonly id: string;
  readonly name: string;
  readonly items: number;
  readonly bytes: number;
}

/** How everything that was ever listed for a matter ended. */
export async function endsOfMatter(reader: Reader, matter: MatterId): Promise<EndCounts> {
  const { rows } = await sql<EndCounts>`
    select count(*)::integer as listed,
      count(*) filter (where l.ended = 'kept')::integer as kept,
      count(*) filter (where l.ended = 'already-held')::integer as "alreadyHeld",
      count(*) filter (where l.ended = 'filtered')::integer as filtered,
      count(*) filter (where l.ended = 'skipped')::integer as skipped,
      count(*) filter (where l.ended = 'failed')::integer as failed
    from ledger l join collections c on c.id = l.collection_id where c.matter_id = ${matter}`.execute(reader);
  return rows[0] ?? noEnds;
}

/** The custodians of a matter with most kept items, and what they hold. */
export async function custodianCounts(
  reader: Reader,
  matter: MatterId,
  most: number,
): Promise<readonly CustodianCount[]> {
  const { rows } = await sql<CustodianCount>`
    select c.id, c.name, count(i.id)::integer as items, coalesce(sum(b.size), 0)::bigint as bytes
    from custodians c
    left join items i on i.matter_id = c.matter_id and i.custodian_id = c.id
    left join blobs b on b.pack_id = i.pack_id and b.digest = i.digest
    where c.matter_id = ${matter}
    group by c.id, c.name order by items desc, c.name limit ${most}`.execute(reader);
  return rows;
}

export interface Correspondent {
  readonly address: string;
  readonly sent: number;
  readonly received: number;
}

/** Who wrote and was written to most, over the distinct messages of a matter. */
export async function topCorrespondents(
  reader: Reader,
  matter: MatterId,
  most: number,
): Promise<readonly Correspondent[]> {
  const { rows } = await sql<Correspondent>`
    with people as (
      select lower(p->>'address') as address, 1 as sent, 0 as received
        from messages m, jsonb_array_elements(m.from_addresses) as p where m.matter_id = ${matter}
      union all
      select lower(p->>'address'), 0, 1
        from messages m, jsonb_array_elements(m.to_addresses || m.cc_addresses || m.bcc_addresses) as p
        where m.matter_id = ${matter}
    )
    select address, sum(sent)::integer as sent, sum(received)::integer as received
    from people where address like '%@%'
    group by address order by sum(sent) + sum(received) desc, address limit ${most}`.execute(reader);
  return rows;
}
