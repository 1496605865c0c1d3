import { isDeepStrictEqual } from 'node:util';
import { Failure, type ExportId } from '#evidence';
import { issueExportReceipt, receiptsOfExport, receiptText, recordAct, type SigningKey } from '#custody';
import { newId, type Clock, type Database } from '#platform';
import type { Vault } from '#vault';
import type { ExportFolder } from './folder/export-folder.ts';
import { exportFailure } from './folder/export-failure.ts';
import { keyOfPartial, openPartialFolder } from './folder/partial-folder.ts';
import { targetOf } from './folder/target.ts';
import { beginEmlForm } from './forms/eml-form.ts';
import type { ExportForm, ExportProgress } from './forms/export-form.ts';
import { beginLoadFileForm } from './forms/load-file-form.ts';
import { beginMboxForm } from './forms/mbox-form.ts';
import { numberingOf } from './forms/records/numbering.ts';
import { receiptContent } from './receipt-content.ts';
import { statedRequest, type ExportRequest } from './selection.ts';
import { claimExport, countExport, endExport, findExport, insertExport, type BegunExport } from './store-exports.ts';
import { freezeSelection } from './store-freeze.ts';
import { readRows, textOfAttachment } from './store-rows.ts';
import { writeExport, type ExportResult, type WholeExport } from './write-export.ts';

export interface ExportTools {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly key: SigningKey;
  /** Who hands out: `person:<name>`. */
  readonly actor: string;
  readonly productVersion: string;
}

export interface ExportRun {
  /** Where the export goes; new or empty. */
  readonly folder: string;
  readonly request: ExportRequest;
  readonly signal?: AbortSignal;
  /** Told once, when the selection is frozen: how much there is, and whether an earlier run had begun. */
  readonly onBegun?: (begun: BegunExport, isResumed: boolean) => void;
  readonly onProgress?: (progress: ExportProgress) => void;
}

export interface FinishedExport extends ExportResult {
  readonly id: ExportId;
  /** Items left out because another one says the same. */
  readonly hidden: number;
  readonly receiptId: string;
}

/**
 * Hands a selection out as files, with manifests and a signed receipt.
 *
 * - The selection is frozen first, in one transaction: what is kept later is not in it, and a resumed export is the same.
 * - Ended at any instant and run again with the same request and folder, it goes on.
 * - The audit trail has who began it, its receipt, and that it was completed.
 *
 * Fails as `writeExport` does, and with `conflict` when the unfinished export there was asked for otherwise, or another
 * process writes it.
 */
export async function runExport(tools: ExportTools, run: ExportRun): Promise<FinishedExport> {
  const { database, clock, actor } = tools;
  const folder = await targetOf(run.folder);
  const { begun, isResumed, claim } = await begin(tools, { ...run, folder });
  await using _claim = claim;
  run.onBegun?.(begun, isResumed);
  let receiptId = '';
  const result = await writeExport({
    folder,
    key: begun.id,
    rows: readRows(database.reader, begun),
    form: (into) => beginForm(into, { tools, begun, request: run.request }),
    ...(run.signal === undefined ? {} : { signal: run.signal }),
    ...(run.onProgress === undefined ? {} : { onProgress: run.onProgress }),
    receipt: async (whole) => {
      const receipt = await receiptFor(tools, begun, whole);
      receiptId = receipt.body.receiptId;
      return receiptText(receipt);
    },
    named: async ({ items, files, bytes }) => {
      const at = clock.now();
      await database.transaction(async (tx) => {
        if (!(await endExport(tx, begun.id, at))) return;
        const subject = { export: begun.id, folder, items, files, bytes, receipt: receiptId };
        await recordAct(tx, { actor, action: 'export.completed', subject, at });
      });
    },
  });
  return { ...result, id: begun.id, hidden: begun.hidden, receiptId };
}

interface Begun {
  readonly begun: BegunExport;
  readonly isResumed: boolean;
  readonly claim: AsyncDisposable;
}

/** The export an earlier run began in this folder, or a new one with its selection frozen. */
async function begin(tools: ExportTools, { folder, request }: ExportRun): Promise<Begun> {
  const { database } = tools;
  const known = await keyOfPartial(folder);
  const id = known !== null && /^[0-9a-f-]{36}$/.test(known) ? (known as ExportId) : newId<ExportId>();
  const claim = await claimExport(database, id);
  try {
    const earlier = await findExport(database.reader, id);
    if (earlier !== null && !isDeepStrictEqual(earlier.request, statedRequest(request))) throw anotherRequest(folder);
    await openPartialFolder(folder, id).catch((thrown: unknown) => {
      throw exportFailure(thrown, folder);
    });
    const begun = earlier ?? (await freeze(tools, { id, folder, request }));
    return { begun, isResumed: earlier !== null, claim };
  } catch (thrown) {
    await claim[Symbol.asyncDispose]();
    throw thrown;
  }
}

async function freeze(
  { database, clock, actor }: ExportTools,
  { id, folder, request }: { readonly id: ExportId; readonly folder: string; readonly request: ExportRequest },
): Promise<BegunExport> {
  const at = clock.now();
  const stated = statedRequest(request);
  const { matter, format, duplicates, selection } = request;
  await database.transaction(async (tx) => {
    await insertExport(tx, { id, matter, request: stated, format, folder, startedBy: actor, startedAt: at });
    const counts = await freezeSelection(tx, { id, matter, duplicates }, selection);
    await countExport(tx, id, counts);
    const subject = { export: id, ...stated, folder, items: counts.items, hidden: counts.hidden };
    await recordAct(tx, { actor, action: 'export.started', subject, at });
  });
  const begun = await findExport(database.reader, id);
  if (begun === null) throw new Failure('bug', `The export ${id} is not there.`, { code: 'export-lost' });
  return begun;
}

function beginForm(
  folder: ExportFolder,
  {
    tools,
    begun,
    request,
  }: { readonly tools: ExportTools; readonly begun: BegunExport; readonly request: ExportRequest },
): Promise<ExportForm> {
  const { vault, database } = tools;
  const { format, encoding } = request;
  switch (format) {
    case 'eml':
      return beginEmlForm(folder, vault);
    case 'mbox':
      return beginMboxForm(folder, vault);
    case 'dat':
    case 'csv':
      return beginLoadFileForm(folder, vault, {
        format,
        encoding,
        numbering: numberingOf(request.numbering, begun.records),
        readText: (digest) => textOfAttachment(database.reader, begun.matter, digest),
      });
  }
}

/** The receipt of this export; the one an earlier run issued, if it states the same files. */
async function receiptFor(tools: ExportTools, begun: BegunExport, whole: WholeExport) {
  const { database, key, clock, actor, productVersion } = tools;
  const issued = (await receiptsOfExport(database.reader, begun.id)).at(-1);
  if (issued !== undefined && isDeepStrictEqual(issued.body.indexes, whole.indexes)) return issued;
  const content = await receiptContent(database.reader, begun, { whole, endedAt: clock.now(), productVersion });
  return issueExportReceipt(database, { key, clock, actor, content });
}

function anotherRequest(folder: string): Failure {
  return new Failure('conflict', `${folder}.partial holds an unfinished export that was asked for otherwise.`, {
    code: 'export-request-differs',
    fix: 'Give the same selection, format and options as before, or export to another folder.',
  });
}
