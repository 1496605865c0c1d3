import { sql } from 'kysely';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Transaction } from '#platform';
import type { Spent } from '../graph/budget.ts';

/** Whose allowance it is, and which process speaks. */
export interface Spender {
  readonly clientId: string;
  readonly mailbox: string;
  readonly holder: string;
}

const slots = Compile(Type.Array(Type.Tuple([Type.Number(), Type.Integer({ minimum: 0 })])));

/** Writes what this process spent, in place of what it wrote before. */
export async function writeSpent(tx: Transaction, of: Spender, spent: readonly Spent[]): Promise<void> {
  const value = JSON.stringify(spent.map(({ at, requests }) => [at, requests]));
  await sql`
    insert into spent_requests (client_id, mailbox, holder, slots, written_at)
    values (${of.clientId}, ${of.mailbox}, ${of.holder}, ${value}::jsonb, clock_timestamp())
    on conflict (client_id, mailbox, holder)
    do update set slots = excluded.slots, written_at = excluded.written_at`.execute(tx);
}

/** What other processes spent of it, as far as it may still count; rows of an hour ago are removed. */
export async function readSpentByOthers(tx: Transaction, of: Spender): Promise<readonly Spent[]> {
  await sql`
    delete from spent_requests where written_at < clock_timestamp() - interval '1 hour'
      and client_id = ${of.clientId} and mailbox = ${of.mailbox}`.execute(tx);
  const rows = await tx
    .selectFrom('spent_requests')
    .select('slots')
    .where('client_id', '=', of.clientId)
    .where('mailbox', '=', of.mailbox)
    .where('holder', '<>', of.holder)
    .execute();
  return rows.flatMap((row) => (slots.Check(row.slots) ? row.slots.map(([at, requests]) => ({ at, requests })) : []));
}
