import { createHash } from 'node:crypto';
import { itemsOfCollection, type CollectedItem } from '#catalogue';
import type { CollectionId, ItemId, MailboxId, Place } from '#evidence';
import type { Rig } from './rig.ts';

/** Every item a collection has to show, all pages. */
export async function allItems(rig: Rig, collection: CollectionId): Promise<readonly CollectedItem[]> {
  const items: CollectedItem[] = [];
  let after: { mailbox: MailboxId; item: ItemId } | null = null;
  for (;;) {
    const page: readonly CollectedItem[] = await itemsOfCollection(rig.database.reader, collection, {
      after,
      limit: 500,
    });
    items.push(...page);
    const last = page.at(-1);
    if (last === undefined) return items;
    after = { mailbox: last.mailbox, item: last.item };
  }
}

/** What the tenant itself says the visible folders of a mailbox hold: immutable ids, sorted. */
export function visibleIds(rig: Rig, address: string): string[] {
  return idsIn(rig, address, ['visible']);
}

/** What the tenant itself says these places of a mailbox hold: immutable ids, sorted. */
export function idsIn(rig: Rig, address: string, places: readonly Place[]): string[] {
  const person = rig.tenant.tenant.person(address);
  const mailbox = person === undefined ? undefined : rig.tenant.tenant.mailbox(person.id);
  if (mailbox === undefined) throw new Error(`no mailbox ${address}`);
  return mailbox
    .folders()
    .filter((folder) => places.includes(folder.place))
    .flatMap((folder) =>
      mailbox
        .list(
          { folderId: folder.id, orderBy: 'receivedDateTime', direction: 'asc', from: null, to: null },
          0,
          1_000_000,
        )
        .map((message) => message.id),
    )
    .sort();
}

/** Asserts nothing: the ids a collection kept or held, sorted. */
export async function collectedIds(rig: Rig, collection: CollectionId): Promise<string[]> {
  return (await allItems(rig, collection)).map(({ item }) => item as string).sort();
}

/** A mailbox of the tenant, with the powers only the tenant has. */
export function mailboxOf(rig: Rig, address: string) {
  const person = rig.tenant.tenant.person(address);
  const mailbox = person === undefined ? undefined : rig.tenant.tenant.mailbox(person.id);
  if (person === undefined || mailbox === undefined) throw new Error(`no mailbox ${address}`);
  return { mailbox, id: person.id };
}

/** One thing a collection has to show, as far as it must not depend on what happened on the way. */
export interface Shown {
  readonly version: number;
  readonly size: number;
  /** Of the bytes in the vault, but for the boundaries, which the service draws anew each time. */
  readonly digest: string;
  readonly folderPath: string;
}

/** What a collection has to show, by immutable id, its bytes read from the vault. */
export async function shownBy(rig: Rig, collection: CollectionId): Promise<ReadonlyMap<string, Shown>> {
  const shown = new Map<string, Shown>();
  for (const { item, version, folderPath, ...place } of await allItems(rig, collection)) {
    if (shown.has(item)) throw new Error(`${item} is there twice`);
    const bytes = Buffer.concat(await Array.fromAsync(await rig.vault.open(place)));
    shown.set(item, { version, size: bytes.length, digest: digestButBoundaries(bytes), folderPath });
  }
  return shown;
}

function digestButBoundaries(bytes: Buffer): string {
  let text = bytes.toString('latin1');
  const drawn = new Set([...text.matchAll(/boundary="?([^"\r\n;]+)/g)].map((match) => match[1] ?? ''));
  for (const boundary of drawn) text = text.replaceAll(boundary, 'boundary');
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
