import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { narrowSearch, prepareSearch, type Search } from '#search';
import { sql, type RawBuilder } from 'kysely';

/** Everything of the conversation that an item belongs to, the item itself included. */
export function threadOf(reader: Reader, matter: MatterId, thread: string): Promise<Search> {
  return within(
    reader,
    matter,
    sql<boolean>`exists (
      select from messages m where m.matter_id = i.matter_id and m.digest = i.digest and m.thread_id = ${thread}::uuid)`,
  );
}

/** Other items that say the same, whoever holds them: equal family hash, or equal bytes where nothing was read. */
export function copiesOf(
  reader: Reader,
  matter: MatterId,
  of: { readonly id: string; readonly digest: string; readonly familyHash: string | null },
): Promise<Search> {
  const same =
    of.familyHash === null ? sql<boolean>`i.digest = ${of.digest}` : sql<boolean>`d.family_hash = ${of.familyHash}`;
  return within(reader, matter, sql<boolean>`(${same} and i.id <> ${of.id}::uuid)`);
}

async function within(reader: Reader, matter: MatterId, condition: RawBuilder<boolean>): Promise<Search> {
  const all = await prepareSearch(reader, { expression: { kind: 'everything' }, matters: [matter], now: new Date(0) });
  return narrowSearch(all, { condition, isUnreadIncluded: true });
}

/** What processing noticed of a message; null where it was not read. */
export interface Noticed {
  readonly isDraft: boolean;
  readonly hasBcc: boolean;
  readonly isEncrypted: boolean;
  readonly isSigned: boolean;
  readonly hasHtml: boolean;
  readonly importance: string;
  readonly notes: readonly string[];
}

export async function noticedOf(reader: Reader, matter: MatterId, digest: string): Promise<Noticed | null> {
  const { rows } = await sql<Noticed>`
    select is_draft as "isDraft", has_bcc as "hasBcc", is_encrypted as "isEncrypted", is_signed as "isSigned",
      body_source in ('html', 'mixed') as "hasHtml", importance, notes
    from messages where matter_id = ${matter} and digest = ${digest}`.execute(reader);
  return rows[0] ?? null;
}
