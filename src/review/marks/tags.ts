import { Failure } from '#evidence';
import { recordAct } from '#custody';
import { newId, violates, type Transaction } from '#platform';
import { givenText, notInMatter, type Reviewing } from '../reviewing.ts';
import { idsInMatter } from '../store-items.ts';
import { changeTag, deleteTag, findTag, insertTag, joinTags, putTag, takeTag, type Tag } from './store-tags.ts';

/** What a tag may look like; the browser gives each a shade that can be read in light and dark. */
export const tagColors = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'violet', 'pink'] as const;
export type TagColor = (typeof tagColors)[number];

export interface TagWords {
  readonly name: string;
  readonly color: TagColor;
}

/** A new tag of a matter. Failures: `malformed`, `conflict` (`tag-name-taken`, whatever its case). */
export async function createTag(reviewing: Reviewing, words: TagWords): Promise<Tag> {
  const { database, clock, actor, matter } = reviewing;
  const at = clock.now();
  const name = givenText(words.name, 'A tag', 100);
  const tag: Tag = { id: newId<string>(), name, color: words.color, createdBy: actor, createdAt: at };
  await unlessTaken(name, () =>
    database.transaction(async (tx) => {
      await insertTag(tx, matter, tag);
      await recordAct(tx, { actor, action: 'tag.created', subject: { matter, tag: tag.id, name }, at });
    }),
  );
  return tag;
}

/** Renames or recolours a tag. Failures: those of `createTag`, `not-found`. */
export async function editTag(reviewing: Reviewing, id: string, change: Partial<TagWords>): Promise<Tag> {
  const { database, clock, actor, matter } = reviewing;
  const tag = await requireTag(reviewing, id);
  const name = change.name === undefined ? tag.name : givenText(change.name, 'A tag', 100);
  const color = change.color ?? tag.color;
  await unlessTaken(name, () =>
    database.transaction(async (tx) => {
      await changeTag(tx, id, { name, color });
      const subject = { matter, tag: id, name, before: tag.name };
      await recordAct(tx, { actor, action: 'tag.changed', subject, at: clock.now() });
    }),
  );
  return { ...tag, name, color };
}

/** Removes a tag from the matter and from every item that had it. Failure `not-found`. */
export async function removeTag(reviewing: Reviewing, id: string): Promise<void> {
  const { database, clock, actor, matter } = reviewing;
  const tag = await requireTag(reviewing, id);
  await database.transaction(async (tx) => {
    const items = await deleteTag(tx, id);
    const subject = { matter, tag: id, name: tag.name, items };
    await recordAct(tx, { actor, action: 'tag.removed', subject, at: clock.now() });
  });
}

/**
 * Makes two tags one: what had the first has the other, and the first is no more. Who had tagged, and when, stays.
 * Failures: `not-found`; `malformed` for a tag and itself.
 */
export async function mergeTag(
  reviewing: Reviewing,
  id: string,
  into: string,
): Promise<{ readonly items: number; readonly both: number }> {
  const { database, clock, actor, matter } = reviewing;
  const [tag, other] = [await requireTag(reviewing, id), await requireTag(reviewing, into)];
  if (tag.id === other.id)
    throw new Failure('malformed', 'A tag cannot be merged with itself.', { code: 'tag-with-itself' });
  return database.transaction(async (tx) => {
    const joined = await joinTags(tx, { from: tag.id, into: other.id });
    const subject = { matter, tag: tag.id, name: tag.name, into: other.id, intoName: other.name, ...joined };
    await recordAct(tx, { actor, action: 'tag.merged', subject, at: clock.now() });
    return joined;
  });
}

/** Puts a tag at one item, or takes it away. Recorded only where something changed. Failure `not-found`. */
export async function tagItem(
  reviewing: Reviewing,
  { tag: id, item }: { readonly tag: string; readonly item: string },
  isPut: boolean,
): Promise<void> {
  const { database, clock, actor, matter } = reviewing;
  const tag = await requireTag(reviewing, id);
  if ((await idsInMatter(database.reader, matter, [item])).length === 0) throw notInMatter('message');
  const at = clock.now();
  await database.transaction(async (tx) => {
    const changed = await change(tx, { ...reviewing, tag: id, isPut, at }, [item]);
    if (changed === 0) return;
    const subject = { matter, tag: id, name: tag.name, item };
    await recordAct(tx, { actor, action: isPut ? 'message.tagged' : 'message.untagged', subject, at });
  });
}

/**
 * The same for a page of items that somebody found. Whoever goes through the pages records the act as a whole.
 * Returns how many changed.
 */
export async function tagPage(
  reviewing: Reviewing,
  { tag, isPut }: { readonly tag: string; readonly isPut: boolean },
  items: readonly string[],
): Promise<number> {
  const at = reviewing.clock.now();
  try {
    return await reviewing.database.transaction((tx) => change(tx, { ...reviewing, tag, isPut, at }, items));
  } catch (thrown) {
    // Somebody removed it, or merged it into another one, while the pages were gone through.
    throw violates(thrown, 'foreign-key') ? notInMatter('tag') : thrown;
  }
}

/** Failure `not-found` when the matter has no such tag. */
export async function requireTag({ database, matter }: Reviewing, id: string): Promise<Tag> {
  const tag = await findTag(database.reader, matter, id);
  if (tag === null) throw notInMatter('tag');
  return tag;
}

async function change(
  tx: Transaction,
  { tag, isPut, matter, actor, at }: Reviewing & { readonly tag: string; readonly isPut: boolean; readonly at: Date },
  items: readonly string[],
): Promise<number> {
  return isPut ? putTag(tx, { id: tag, matter, by: actor, at }, items) : takeTag(tx, tag, items);
}

async function unlessTaken(name: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    if (!violates(thrown, 'unique', 'tags_name')) throw thrown;
    throw new Failure('conflict', `The matter has a tag "${name}" already.`, {
      code: 'tag-name-taken',
      fix: 'Use that tag, or choose another name.',
      cause: thrown,
    });
  }
}
