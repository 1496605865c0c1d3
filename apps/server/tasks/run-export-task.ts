import { join } from 'node:path';
import type { CollectionId } from '#evidence';
import type { Selection } from '#export';
import { foundItems } from '../../workbench/exports/found-items.ts';
import { handOut } from '../../workbench/exports/hand-out.ts';
import { scopedInstance } from '../../workbench/scoped-instance.ts';
import type { Advance, Listener } from '../../workbench/work.ts';
import { searchOf } from '../resources/review/search-query.ts';
import { endedExport } from './store-tasks.ts';
import { readExport, type ExportRequestBody } from './task-requests.ts';
import type { TaskRun } from './task-run.ts';

const writeMs = 1000;
const usualPrefix = 'DOC';

/** Where the files of an export lie. */
export function exportFolder(dataFolder: string, task: string): string {
  return join(dataFolder, 'exports', task);
}

/** Writes an export into a folder of the data folder. Run again after a kill it goes on with the same messages. */
export async function runExportTask(run: TaskRun): Promise<Record<string, unknown>> {
  const { database, clock, task, signal } = run;
  const folder = exportFolder(run.instance.dataFolder, task.id);
  const ended = await endedExport(database.reader, folder);
  if (ended !== null) return { ...ended, export: ended.id };
  const request = readExport(task.request);
  await using instance = scopedInstance(run.instance);
  const progress = new Progress(run);
  const { id, items, hidden, missing, exceptions, files, bytes, receiptId } = await handOut(
    { instance, clock, actor: task.askedBy, signal, listener: progress },
    {
      folder,
      request: {
        matter: task.matter,
        selection: await selectionOf(run, request),
        format: request.format,
        duplicates: request.duplicates ?? 'keep',
        encoding: request.encoding ?? 'utf-8',
        numbering: { prefix: request.prefix ?? usualPrefix, start: request.start ?? 1 },
      },
    },
  );
  await progress.written();
  return { export: id, items, hidden, missing, exceptions, files, bytes, receipt: receiptId };
}

async function selectionOf({ database, task }: TaskRun, { selection }: ExportRequestBody): Promise<Selection> {
  switch (selection.kind) {
    case 'matter':
      return { kind: 'matter' };
    case 'collection':
      return { kind: 'collection', collection: selection.collection as CollectionId };
    case 'query': {
      const { q, filters = {} } = selection;
      const asked = { ...filters, ...(q === undefined ? {} : { q }) };
      const search = await searchOf({ reader: database.reader, matter: task.matter, now: task.askedAt }, asked);
      const narrowed = Object.keys(filters).length === 0 ? '' : ` ${JSON.stringify(filters)}`;
      return {
        kind: 'items',
        query: `${q ?? ''}${narrowed}`.trim() || '*',
        items: foundItems(database.reader, task.matter, search),
      };
    }
  }
}

/** Writes down where the export stands, once a second at most, and where it stood at last. */
class Progress implements Listener {
  readonly #run: TaskRun;
  #writtenAt = -Infinity;
  #last: Advance | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(run: TaskRun) {
    this.#run = run;
  }

  tell(): void {
    // An export has no news but its progress.
  }

  begin() {
    return {
      advance: (advance: Advance) => {
        this.#last = advance;
        const now = this.#run.clock.monotonic();
        if (now - this.#writtenAt < writeMs) return;
        this.#writtenAt = now;
        this.#write();
      },
      [Symbol.dispose]: () => undefined,
    };
  }

  /** Writes down the last of it. */
  written(): Promise<void> {
    this.#write();
    return this.#writing;
  }

  #write(): void {
    if (this.#last === null) return;
    const { done, expected } = this.#last;
    this.#last = null;
    this.#writing = this.#writing.then(() => this.#run.report({ done, total: expected })).catch(() => undefined);
  }
}
