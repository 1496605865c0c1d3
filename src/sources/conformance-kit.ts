import type { ItemId } from '#evidence';
import { Failure } from '#evidence';
import type { MailSource } from './contract.ts';

/** A fresh, empty mailbox under a source, and the powers to change it from outside. */
export interface SourceStage {
  readonly source: MailSource;
  /** The source as another process would open it: with nothing remembered. */
  reopen(): MailSource;
  /** Makes a folder and returns the source's id of it. */
  createFolder(name: string, parent?: string): string;
  /** The same, of a folder that a mail program does not show. */
  createHiddenFolder(name: string, parent?: string): string;
  /** Makes a folder below Recoverable Items. */
  createRecoverableFolder(name: string): string;
  /** Delivers messages received at these instants and returns their ids. */
  deliver(folder: string, receivedAt: readonly Date[]): readonly ItemId[];
  move(item: ItemId, folder: string): void;
  /** Removes for good. */
  vanish(item: ItemId): void;
  /** Marks as read or unread: a new change key, and nothing else. */
  touch(item: ItemId): void;
  /** Names of the folders every mailbox has, from the top. */
  readonly ownFolders: readonly string[];
}

/** One law of the contract. It throws when the source breaks it. */
export interface SourceLaw {
  readonly name: string;
  readonly check: (stage: SourceStage) => Promise<void>;
}

/** Fails a law with a sentence that says what was expected. */
export function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

/** Fails unless both hold the same texts, whatever their order. */
export function mustEqual(found: Iterable<string>, wanted: Iterable<string>, what: string): void {
  const [has, wants] = [new Set(found), new Set(wanted)];
  const missing = without(wants, has);
  const extra = without(has, wants);
  const sample = (set: ReadonlySet<string>): string => [...set].slice(0, 3).join(', ');
  must(missing.size === 0, `${what}: ${String(missing.size)} of ${String(wants.size)} missing (${sample(missing)})`);
  must(extra.size === 0, `${what}: ${String(extra.size)} too many (${sample(extra)})`);
}

/** The Failure that work ends with; anything else fails the law. */
export async function mustFail(work: Promise<unknown>, what: string): Promise<Failure> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error(`${what}: nothing was thrown`);
}

/** Instants from a start, one every `stepMs`. */
export function instants(start: string, count: number, stepMs: number): readonly Date[] {
  const first = Date.parse(start);
  return Array.from({ length: count }, (_, index) => new Date(first + index * stepMs));
}

function without(all: ReadonlySet<string>, some: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...all].filter((text) => !some.has(text)));
}
