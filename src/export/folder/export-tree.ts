import { createHash } from 'node:crypto';
import { fit, foldName, safeName } from './safe-name.ts';

/** What of a row decides where its file goes. */
export interface Named {
  readonly custodian: string;
  readonly address: string;
  /** Names joined by `/`; never used as a path. */
  readonly folderPath: string;
  readonly subject: string | null;
  readonly receivedAt: Date | null;
}

// UTF-16 units. Together about 220, so that a path stays below Windows' 260 in a folder that is not too deep itself.
const custodianUnits = 32;
const addressUnits = 40;
const folderUnits = 40;
const foldersUnits = 72;
const fileUnits = 76;

const extension = '.eml';
const mailboxExtension = '.mbox';

/**
 * Hands out paths `custodian/mailbox/folder/…/date subject.eml`, relative and with `/`.
 *
 * - No two are equal where case and composition do not count; later ones get a number, so the same rows in the same
 *   order have the same paths.
 * - Two folders of a source are never one folder here.
 */
export class ExportTree {
  readonly #taken = new Set<string>();
  readonly #folders = new Map<string, string>();
  readonly #numbers = new Map<string, number>();

  constructor(reserved: readonly string[]) {
    for (const name of reserved) this.#taken.add(foldName(name));
  }

  /** The path for one more file. */
  place(row: Named): string {
    const folder = this.#folderOf(row);
    const units = fileUnits - extension.length;
    const subject = safeName(row.subject ?? '', units, 'no subject');
    const name = safeName(`${moment(row.receivedAt)} ${subject}`, units, 'message');
    return this.#take(folder, name, { extension, units });
  }

  /** The path `custodian/mailbox.mbox`: the same one for the same mailbox. */
  placeMailbox({ custodian, address }: Pick<Named, 'custodian' | 'address'>): string {
    const key = JSON.stringify(['mailbox', custodian, address]);
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    const folder = this.#folder('', custodian, safeName(custodian, custodianUnits, 'no custodian'));
    const units = fileUnits - mailboxExtension.length;
    const name = safeName(address, units, 'no address');
    const path = this.#take(folder, name, { extension: mailboxExtension, units });
    this.#folders.set(key, path);
    return path;
  }

  #folderOf({ custodian, address, folderPath }: Named): string {
    const whole = JSON.stringify([custodian, address, folderPath]);
    const known = this.#folders.get(whole);
    if (known !== undefined) return known;
    const first = this.#folder('', custodian, safeName(custodian, custodianUnits, 'no custodian'));
    let folder = this.#folder(first, address, safeName(address, addressUnits, 'no address'));
    for (const { original, name } of folderNames(folderPath)) folder = this.#folder(folder, original, name);
    this.#folders.set(whole, folder);
    return folder;
  }

  /** The same folder for the same name of the source, another one for another. */
  #folder(parent: string, original: string, name: string): string {
    const key = JSON.stringify(['folder', parent, original]);
    const known = this.#folders.get(key);
    if (known !== undefined) return known;
    const path = this.#take(parent, name, { extension: '', units: folderUnits });
    this.#folders.set(key, path);
    return path;
  }

  #take(folder: string, name: string, form: { readonly extension: string; readonly units: number }): string {
    const join = (text: string): string => (folder === '' ? '' : `${folder}/`) + text + form.extension;
    const first = foldName(join(name));
    for (let number = this.#numbers.get(first) ?? 1; ; number += 1) {
      const suffix = number === 1 ? '' : ` (${String(number)})`;
      const path = join(shorten(name, suffix, form) + suffix);
      if (this.#taken.has(foldName(path))) continue;
      this.#taken.add(foldName(path));
      this.#numbers.set(first, number + 1);
      return path;
    }
  }
}

function shorten(
  name: string,
  suffix: string,
  { extension: end, units }: { extension: string; units: number },
): string {
  // Room in bytes too: what is added is ASCII.
  const bytes = 200 - suffix.length - end.length;
  let short = fit(name, units - suffix.length);
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('');
  return short.trimEnd();
}

/** Folders from the top; where they are too many or too long, the first and the last one with a digest of the whole. */
function folderNames(folderPath: string): readonly { readonly original: string; readonly name: string }[] {
  const originals = folderPath.split('/').filter((part) => part !== '');
  if (originals.length === 0) return [{ original: '', name: 'no folder' }];
  const names = originals.map((original) => ({ original, name: safeName(original, folderUnits, 'folder') }));
  if (names.reduce((sum, { name }) => sum + name.length + 1, -1) <= foldersUnits) return names;
  const top = names[0] ?? { original: '', name: '' };
  const digest = createHash('sha256').update(folderPath).digest('hex').slice(0, 8);
  const bottom = fit(names.at(-1)?.name ?? '', foldersUnits - folderUnits - 1 - 9);
  return [top, { original: folderPath, name: `${bottom.replace(/[. ]+$/, '')}~${digest}` }];
}

/** `2026-01-31 093000`, UTC. */
function moment(at: Date | null): string {
  if (at === null) return 'undated';
  const [day = '', time = ''] = at.toISOString().split('T');
  return `${day} ${time.slice(0, 8).replaceAll(':', '')}`;
}
