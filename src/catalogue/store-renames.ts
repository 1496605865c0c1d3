import type { FolderId, MailboxId, MatterId } from '#evidence';
import { recordAct, subjectsOfActs } from '#custody';
import type { Reader, Transaction } from '#platform';
import { sql } from 'kysely';
import type { FolderFacts } from './store-matters.ts';

/** A name that the source changed: manifests written before say the old one. */
export type Rename =
  | { readonly folder: FolderId; readonly path: string; readonly place: string }
  | { readonly mailbox: MailboxId; readonly address: string };

/** Which of these folders the catalogue knows by another path or place. */
export async function renamedFolders(
  tx: Transaction,
  mailbox: MailboxId,
  folders: readonly FolderFacts[],
): Promise<readonly Rename[]> {
  const { rows } = await sql<{ folder: FolderId; path: string; place: string }>`
    select f.id as folder, u.path, u.place
    from unnest(
      ${folders.map(({ sourceFolderId }) => sourceFolderId)}::text[],
      ${folders.map(({ path }) => path)}::text[],
      ${folders.map(({ place }) => place)}::text[]
    ) as u (source_folder_id, path, place)
    join folders f on f.mailbox_id = ${mailbox} and f.source_folder_id = u.source_folder_id
    where (f.path, f.place) is distinct from (u.path, u.place)
    order by f.id`.execute(tx);
  return rows;
}

/** The mailbox, when a matter knows it by another address. */
export async function renamedMailbox(
  tx: Transaction,
  known: {
    readonly matter: MatterId;
    readonly tenant: string;
    readonly sourceMailbox: string;
    readonly address: string;
  },
): Promise<readonly Rename[]> {
  const row = await tx
    .selectFrom('mailboxes')
    .select('id')
    .where('matter_id', '=', known.matter)
    .where('tenant_id', '=', known.tenant)
    .where('source_mailbox_id', '=', known.sourceMailbox)
    .where('address', '<>', known.address)
    .executeTakeFirst();
  return row === undefined ? [] : [{ mailbox: row.id as MailboxId, address: known.address }];
}

/** Records in the audit trail that names changed at the source. Comes last in its transaction. */
export async function recordRenames(tx: Transaction, renames: readonly Rename[], at: Date): Promise<void> {
  for (const rename of renames) {
    const action = 'folder' in rename ? 'folder.renamed' : 'mailbox.renamed';
    await recordAct(tx, { actor: 'system', action, subject: { ...rename }, at });
  }
}

/** Every name that the audit trail says a matter, a folder or a mailbox was given, by its id. */
export async function recordedNames(reader: Reader): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const names = new Map<string, Set<string>>();
  const add = (id: unknown, name: string): void => {
    if (typeof id === 'string') names.set(id, (names.get(id) ?? new Set()).add(name));
  };
  for (const { folder, path, place } of await subjectsOfActs(reader, 'folder.renamed'))
    add(folder, nameOfFolder(String(path), String(place)));
  for (const { mailbox, address } of await subjectsOfActs(reader, 'mailbox.renamed')) add(mailbox, String(address));
  for (const { matter, to } of await subjectsOfActs(reader, 'matter.renamed')) add(matter, String(to));
  return names;
}

/** What a folder is called in the names that were recorded. */
export function nameOfFolder(path: string, place: string): string {
  return `${place}:${path}`;
}
