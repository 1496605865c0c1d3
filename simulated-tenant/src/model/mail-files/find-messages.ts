import { readdirSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { join } from 'node:path';
import { scanMbox, unquoteMbox } from './scan-mbox.ts';
import { fileSource } from '../mime/raw-content.ts';
import type { RawSource } from '../mime/raw-content.ts';

/** A message found on disk: where it is to lie, and how to read it. */
export interface FoundMessage {
  /** Folder names from the top of the mailbox; none = Inbox. */
  readonly folder: readonly string[];
  readonly label: string;
  readonly source: RawSource;
  readonly modified: number;
  readonly isRead: boolean;
  readonly flagged: boolean;
}

/** What was found below one mailbox, and which folders exist even when they are empty. */
export interface FoundMailbox {
  readonly messages: FoundMessage[];
  readonly folders: (readonly string[])[];
  /** Files and directories that could not be read, and symbolic links, each with the reason. */
  readonly unreadable: string[];
}

const deepest = 24;

/**
 * Finds `.eml` files, maildirs and mboxes below a directory. Symbolic links are not followed, depth
 * is bounded, and what cannot be read is named and left out.
 */
export function findMessages(directory: string, skip: (name: string) => boolean = () => false): FoundMailbox {
  const found: FoundMailbox = { messages: [], folders: [], unreadable: [] };
  walk(directory, [], { found, skip });
  return found;
}

interface Walk {
  readonly found: FoundMailbox;
  readonly skip: (name: string) => boolean;
}

/** Runs a read of the disk; what fails is named among the unreadable. */
function tolerant<T>(found: FoundMailbox, path: string, read: () => T): T | undefined {
  try {
    return read();
  } catch (problem) {
    found.unreadable.push(`${path}: ${problem instanceof Error ? problem.message : String(problem)}`);
    return undefined;
  }
}

function entriesOf(found: FoundMailbox, directory: string): Dirent[] {
  const entries = tolerant(found, directory, () => readdirSync(directory, { withFileTypes: true })) ?? [];
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function walk(directory: string, folder: readonly string[], context: Walk): void {
  const { found } = context;
  const entries = entriesOf(found, directory).filter((entry) => folder.length > 0 || !context.skip(entry.name));
  const maildir = entries.some((entry) => entry.isDirectory() && (entry.name === 'cur' || entry.name === 'new'));
  for (const entry of entries) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      const inside = maildir ? maildirFolder(folder, entry.name) : [...folder, entry.name];
      if (inside === null) readMaildirPart(path, folder, { found, part: entry.name });
      else if (inside.length < deepest) {
        found.folders.push(inside);
        walk(path, inside, context);
      }
    } else if (entry.isFile()) readFile(path, { folder, name: entry.name, found });
    else if (entry.isSymbolicLink()) found.unreadable.push(`${path}: symbolic links are not followed`);
  }
}

/** Maildir++ writes sub-folders as `.Parent.Child`; cur, new and tmp are no folders (null). */
function maildirFolder(folder: readonly string[], name: string): readonly string[] | null {
  if (['cur', 'new', 'tmp'].includes(name)) return null;
  if (!name.startsWith('.')) return [...folder, name];
  return [...folder, ...name.split('.').filter((part) => part !== '')];
}

function readMaildirPart(
  directory: string,
  folder: readonly string[],
  given: { found: FoundMailbox; part: string },
): void {
  const { found, part } = given;
  if (part === 'tmp') return;
  for (const entry of entriesOf(found, directory)) {
    if (entry.isSymbolicLink())
      found.unreadable.push(`${join(directory, entry.name)}: symbolic links are not followed`);
    if (!entry.isFile()) continue;
    const flags = part === 'cur' ? (/[:;!]2,([A-Za-z]*)$/.exec(entry.name)?.[1] ?? '') : '';
    addFile(join(directory, entry.name), { folder, found, isRead: flags.includes('S'), flagged: flags.includes('F') });
  }
}

function readFile(path: string, given: { folder: readonly string[]; name: string; found: FoundMailbox }): void {
  const { folder, name, found } = given;
  const mbox = /^(.*)\.(mbox|mboxrd|mboxo)$/i.exec(name);
  if (mbox !== null) {
    const inside = [...folder, mbox[1] ?? name];
    found.folders.push(inside);
    const flavour = mbox[2]?.toLowerCase() === 'mboxo' ? 'mboxo' : 'mboxrd';
    tolerant(found, path, () => addMbox(path, { folder: inside, found, flavour }));
  } else if (/\.(eml|email|msg822)$/i.test(name)) addFile(path, { folder, found, isRead: false, flagged: false });
}

function addFile(
  path: string,
  given: { folder: readonly string[]; found: FoundMailbox; isRead: boolean; flagged: boolean },
): void {
  const { folder, found, isRead, flagged } = given;
  const status = tolerant(found, path, () => statSync(path));
  if (status === undefined) return;
  const source = fileSource(path, { start: 0, end: status.size });
  found.messages.push({ folder, label: path, source, modified: Math.floor(status.mtimeMs), isRead, flagged });
}

function addMbox(
  path: string,
  given: { folder: readonly string[]; found: FoundMailbox; flavour: 'mboxrd' | 'mboxo' },
): void {
  const { folder, found, flavour } = given;
  const modified = Math.floor(statSync(path).mtimeMs);
  for (const range of scanMbox(path)) {
    const { length, head, bytes } = fileSource(path, range);
    const unquoted = (): Buffer => unquoteMbox(Buffer.from(bytes()), flavour);
    const source = { length, head, bytes: unquoted };
    found.messages.push({ folder, label: `${path}#${range.start}`, source, modified, isRead: false, flagged: false });
  }
}
