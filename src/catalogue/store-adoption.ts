import type { MailboxId, MatterId } from '#evidence';
import type { Transaction } from '#platform';
import type { NewMailbox } from './store-matters.ts';
import type { Rename } from './store-renames.ts';

/**
 * A matter as a pack names it: the same id, and the same name unless another matter has taken it meanwhile;
 * then the id's beginning is added to the name.
 */
export async function adoptMatter(tx: Transaction, matter: { id: MatterId; name: string; at: Date }): Promise<void> {
  const known = await tx.selectFrom('matters').select('id').where('id', '=', matter.id).executeTakeFirst();
  if (known !== undefined) return;
  const taken = await tx.selectFrom('matters').select('id').where('name', '=', matter.name).executeTakeFirst();
  const name = taken === undefined ? matter.name : adoptedMatterName(matter);
  await tx.insertInto('matters').values({ id: matter.id, name, created_at: matter.at }).execute();
}

/**
 * A mailbox as a pack names it, under the id it had; the id of the row that stands for it now. Its address is that of
 * the newest items: `at` is when those of the pack were collected.
 */
export async function adoptMailbox(
  tx: Transaction,
  mailbox: NewMailbox & { id: MailboxId },
): Promise<{ readonly id: MailboxId; readonly renamed: readonly Rename[] }> {
  await tx
    .insertInto('mailboxes')
    .values({
      id: mailbox.id,
      matter_id: mailbox.matter,
      tenant_id: mailbox.tenant,
      source_mailbox_id: mailbox.sourceMailbox,
      kind: mailbox.kind,
      address: mailbox.address,
      display_name: mailbox.displayName,
      created_at: mailbox.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await tx
    .selectFrom('mailboxes')
    .select('id')
    .where('matter_id', '=', mailbox.matter)
    .where('tenant_id', '=', mailbox.tenant)
    .where('source_mailbox_id', '=', mailbox.sourceMailbox)
    .executeTakeFirstOrThrow();
  const id = row.id as MailboxId;
  const newer = tx
    .selectFrom('items')
    .select('item_id')
    .where('mailbox_id', '=', id)
    .where('matter_id', '=', mailbox.matter)
    .where('collected_at', '>', mailbox.at);
  const changed = await tx
    .updateTable('mailboxes')
    .set({ address: mailbox.address })
    .where('id', '=', id)
    .where('address', '<>', mailbox.address)
    .where(({ not, exists }) => not(exists(newer)))
    .executeTakeFirst();
  return { id, renamed: changed.numUpdatedRows === 0n ? [] : [{ mailbox: id, address: mailbox.address }] };
}

/** What a matter is called whose name another one has taken. */
export function adoptedMatterName({ id, name }: { readonly id: string; readonly name: string }): string {
  return `${name.slice(0, 180)} (${id.slice(0, 13)})`;
}
