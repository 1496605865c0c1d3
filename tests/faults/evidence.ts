import { itemsOfCollection, type CollectedItem } from '#catalogue';
import type { CollectionId, ItemId, MailboxId } from '#evidence';
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

/** What the tenant itself says the visible folders of a mailbox hold, as `folder path/immutable id`. */
export function visibleIds(rig: Rig, address: string): string[] {
  const person = rig.tenant.tenant.person(address);
  const mailbox = person === undefined ? undefined : rig.tenant.tenant.mailbox(person.id);
  if (mailbox === undefined) throw new Error(`no mailbox ${address}`);
  return mailbox
    .folders()
    .filter((folder) => folder.place === 'visible')
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
