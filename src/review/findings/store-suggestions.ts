import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { sql, type RawBuilder } from 'kysely';

export type SuggestedFrom = 'custodian' | 'mailbox' | 'folder' | 'sender' | 'fileType';

const most = 20;

/** Values of a matter that begin with these characters, or have a word that does; the most frequent first. */
export async function valuesBeginning(
  reader: Reader,
  matter: MatterId,
  wanted: { readonly of: SuggestedFrom; readonly start: string },
): Promise<readonly string[]> {
  const { rows } = await queryOf(matter, wanted).execute(reader);
  return rows.map(({ value }) => value);
}

function queryOf(
  matter: MatterId,
  { of, start }: { readonly of: SuggestedFrom; readonly start: string },
): RawBuilder<{ value: string }> {
  const lower = start.toLowerCase();
  const begins = (column: RawBuilder<unknown>): RawBuilder<boolean> =>
    sql<boolean>`(starts_with(lower(${column}), ${lower}) or position(${` ${lower}`} in lower(${column})) > 0)`;
  switch (of) {
    case 'custodian':
      return sql`select name as value from custodians where matter_id = ${matter} and ${begins(sql`name`)}
        order by name limit ${most}`;
    case 'mailbox':
      return sql`select distinct address as value from mailboxes where matter_id = ${matter}
        and (${begins(sql`address`)} or ${begins(sql`display_name`)}) order by 1 limit ${most}`;
    case 'folder':
      return sql`select f.path as value from folders f join mailboxes b on b.id = f.mailbox_id
        where b.matter_id = ${matter} and (${begins(sql`f.path`)} or position(${`/${lower}`} in lower(f.path)) > 0)
        group by f.path order by count(*) desc, f.path limit ${most}`;
    case 'sender':
      // Both ends of the range are read from the index by matter and sender.
      return sql`select sender as value from search_documents
        where matter_id = ${matter} and sender >= ${lower} and sender < ${`${lower}\u{10ffff}`} and sender <> ''
        group by sender order by count(*) desc, sender limit ${most}`;
    case 'fileType':
      return sql`select type as value from search_documents, unnest(file_types) as type
        where matter_id = ${matter} and starts_with(type, ${lower})
        group by type order by count(*) desc, type limit ${most}`;
  }
}
