import type { MatterId } from '#evidence';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';
import type { NamePlace, PageAt } from '../reviewing.ts';

export interface Tag {
  readonly id: string;
  readonly name: string;
  readonly color: string;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface TagWithCount extends Tag {
  /** The name as the list sorts it. */
  readonly sortName: string;
  readonly items: number;
}

/** Tags of a matter by name, with how many items have them; `search`: those with this in their name. */
export async function pageOfTags(
  reader: Reader,
  { matter, search = '' }: { readonly matter: MatterId; readonly search?: string },
  { after, limit }: PageAt<NamePlace>,
): Promise<readonly TagWithCount[]> {
  const { rows } = await sql<TagWithCount>`
    select t.id, t.name, lower(t.name) as "sortName", t.color, t.created_by as "createdBy",
      t.created_at as "createdAt", (select count(*) from item_tags k where k.tag_id = t.id)::integer as items
    from tags t
    where t.matter_id = ${matter} and strpos(lower(t.name), lower(${search})) > 0
      ${after === null ? sql`` : sql`and (lower(t.name), t.id) > (${after[0]}, ${after[1]}::uuid)`}
    order by lower(t.name), t.id limit ${limit}`.execute(reader);
  return rows;
}

export async function findTag(reader: Reader, matter: MatterId, id: string): Promise<Tag | null> {
  const { rows } = await sql<Tag>`
    select id, name, color, created_by as "createdBy", created_at as "createdAt"
    from tags where matter_id = ${matter} and id = ${id}::uuid`.execute(reader);
  return rows[0] ?? null;
}

export async function insertTag(tx: Transaction, matter: MatterId, tag: Tag): Promise<void> {
  await tx
    .insertInto('tags')
    .values({
      id: tag.id,
      matter_id: matter,
      name: tag.name,
      color: tag.color,
      created_by: tag.createdBy,
      created_at: tag.createdAt,
    })
    .execute();
}

export async function changeTag(
  tx: Transaction,
  id: string,
  change: { readonly name: string; readonly color: string },
): Promise<void> {
  await tx.updateTable('tags').set(change).where('id', '=', id).execute();
}

/** Removes a tag from wherever it was put. Returns how many items had it. */
export async function deleteTag(tx: Transaction, id: string): Promise<number> {
  const untagged = await tx.deleteFrom('item_tags').where('tag_id', '=', id).executeTakeFirst();
  await tx.deleteFrom('tags').where('id', '=', id).execute();
  return Number(untagged.numDeletedRows);
}

/** Gives every item with one tag another one in its place, and removes the first. How many had it, and how many both. */
export async function joinTags(
  tx: Transaction,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<{ readonly items: number; readonly both: number }> {
  const moved = await sql`
    insert into item_tags (tag_id, item, tagged_by, tagged_at)
    select ${into}::uuid, item, tagged_by, tagged_at from item_tags where tag_id = ${from}::uuid order by item
    on conflict do nothing`.execute(tx);
  const items = await deleteTag(tx, from);
  return { items, both: items - Number(moved.numAffectedRows ?? 0) };
}

/** Puts a tag at items of its matter. Returns how many did not have it. */
export async function putTag(
  tx: Transaction,
  tag: { readonly id: string; readonly matter: MatterId; readonly by: string; readonly at: Date },
  items: readonly string[],
): Promise<number> {
  const result = await sql`
    insert into item_tags (tag_id, item, tagged_by, tagged_at)
    select ${tag.id}, i.id, ${tag.by}, ${tag.at}
    from items i where i.matter_id = ${tag.matter} and i.id = any(${[...items]}::uuid[])
    order by i.id
    on conflict do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** Takes a tag from items. Returns how many had it. */
export async function takeTag(tx: Transaction, id: string, items: readonly string[]): Promise<number> {
  const result = await sql`
    delete from item_tags where tag_id = ${id} and item = any(${[...items]}::uuid[])`.execute(tx);
  return Number(result.numAffectedRows ?? 0);
}

/** The tags of some items. */
export async function tagsOfItems(reader: Reader, items: readonly string[]): Promise<ReadonlyMap<string, Tag[]>> {
  const { rows } = await sql<Tag & { item: string }>`
    select k.item, t.id, t.name, t.color, t.created_by as "createdBy", t.created_at as "createdAt"
    from item_tags k join tags t on t.id = k.tag_id
    where k.item = any(${[...items]}::uuid[]) order by lower(t.name)`.execute(reader);
  const tags = new Map<string, Tag[]>();
  for (const { item, ...tag } of rows) tags.set(item, [...(tags.get(item) ?? []), tag]);
  return tags;
}
