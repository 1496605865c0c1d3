import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '#evidence';
import { ExportFolder } from './folder/export-folder.ts';
import { exportFailure } from './folder/export-failure.ts';
import type { IndexEntry } from './folder/index-file.ts';
import { manifestNames } from './folder/manifest.ts';
import { movePartialFolder, openPartialFolder, tidyMovedFolder } from './folder/partial-folder.ts';
import { targetOf } from './folder/target.ts';
import { addShares, nothing, type ExportForm, type ExportProgress, type Share } from './forms/export-form.ts';
import { isMissing, MissingRows } from './missing-rows.ts';
import type { ExportRow } from './row.ts';

export const receiptName = 'receipt.json';
/** Of rows that are written at the same time. */
const bytesInFlight = 64 * 1024 * 1024;

/** What was written, before it gets its name. */
export interface WholeExport extends Share {
  readonly items: number;
  /** Places in the selection of items that the vault does not give, and that `missing.csv` lists. */
  readonly missing: readonly number[];
  readonly indexes: readonly IndexEntry[];
}

export interface ExportWriting {
  /** Where the export goes; new or empty. */
  readonly folder: string;
  /** Tells this export from all others; an unfinished one is resumed only under the same key. */
  readonly key: string;
  readonly rows: AsyncIterable<ExportRow> | Iterable<ExportRow>;
  readonly form: (folder: ExportFolder) => Promise<ExportForm>;
  /** The text of the receipt that goes along; called when everything is written. */
  readonly receipt?: (whole: WholeExport) => Promise<string>;
  /** Called when the export has its name, before the last traces of writing it are gone. */
  readonly named?: (whole: WholeExport) => Promise<void>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface ExportResult {
  readonly items: number;
  readonly files: number;
  readonly bytes: number;
  readonly exceptions: number;
  /** Items that could not be handed out, listed in `missing.csv`. */
  readonly missing: number;
  /** Path of the manifest for people; `manifest.jsonl` beside it says the same to programs. */
  readonly manifest: string;
}

/**
 * Writes rows as files, in a form.
 *
 * - All of it grows in `<folder>.partial` and gets its name when it is whole. Ended at any instant and run again, it
 *   goes on: files that are there are hashed again, not trusted; lists are written anew.
 * - A file that is not its digest is never there under its name.
 * - What the vault does not give (a pack is missing or damaged) is listed in `missing.csv`, and the rest is written.
 *
 * Fails with `conflict` (the folder is not empty, is no folder to move to, or holds another unfinished export), `changed` (messages were read
 * anew), `denied` (no room, no access), and where the vault gives nothing at all with what is wrong with the first item.
 */
export async function writeExport(writing: ExportWriting): Promise<ExportResult> {
  const request = { ...writing, folder: await targetOf(writing.folder) };
  try {
    const { path, isResumed } = await openPartialFolder(request.folder, request.key);
    const folder = new ExportFolder(path, isResumed);
    const whole = await writeAll(folder, request);
    for (const index of whole.indexes) folder.own(index.path);
    folder.own(receiptName);
    await folder.refuseStrayFiles();
    if (request.receipt !== undefined)
      await writeFile(join(path, receiptName), await request.receipt(whole), { mode: 0o600, flush: true });
    await movePartialFolder(request.folder);
    await request.named?.(whole);
    await tidyMovedFolder(request.folder);
    const { items, files, bytes, exceptions, missing } = whole;
    return {
      items,
      files,
      bytes,
      exceptions,
      missing: missing.length,
      manifest: join(request.folder, manifestNames.csv),
    };
  } catch (thrown) {
    request.signal?.throwIfAborted();
    throw exportFailure(thrown, request.folder);
  }
}

async function writeAll(
  folder: ExportFolder,
  { rows, form: begin, signal, onProgress }: ExportWriting,
): Promise<WholeExport> {
  await using form = await begin(folder);
  await using missing = await MissingRows.begin(folder.root);
  let share = nothing;
  let items = 0;
  for await (const group of groupsOf(rows, form.width)) {
    signal?.throwIfAborted();
    const placed = group.map((row) => form.place(row));
    const written = await Promise.allSettled(placed.map((row, slot) => row.write(slot)));
    const lost = written.map((outcome) => (outcome.status === 'rejected' ? lostRow(outcome.reason) : null));
    for (const [at, row] of group.entries()) {
      const failure = lost[at] ?? null;
      if (failure !== null) await missing.enter(row, failure);
      else share = addShares(share, (await placed[at]?.enter()) ?? nothing);
    }
    items += lost.filter((failure) => failure === null).length;
    onProgress?.({ items, files: share.files, bytes: share.bytes });
  }
  if (items === 0 && missing.first !== null) throw missing.first;
  const { indexes, last } = await form.finish();
  const whole = addShares(share, last);
  const { positions } = missing;
  return {
    ...whole,
    exceptions: whole.exceptions + positions.length,
    items,
    missing: positions,
    indexes: [...indexes, ...(await missing.finish())],
  };
}

/** Why a row is missing; whatever does not lie in the vault ends the export. */
function lostRow(thrown: unknown): Failure {
  if (isMissing(thrown)) return thrown;
  throw thrown;
}

/** Rows that are written at the same time: so many, and unless it is a single one, so many bytes. */
async function* groupsOf(
  all: AsyncIterable<ExportRow> | Iterable<ExportRow>,
  width: number,
): AsyncGenerator<readonly ExportRow[]> {
  let group: ExportRow[] = [];
  let bytes = 0;
  for await (const row of all) {
    if (group.length > 0 && bytes + row.place.size > bytesInFlight) {
      yield group;
      [group, bytes] = [[], 0];
    }
    group.push(row);
    bytes += row.place.size;
    if (group.length < width) continue;
    yield group;
    [group, bytes] = [[], 0];
  }
  if (group.length > 0) yield group;
}
