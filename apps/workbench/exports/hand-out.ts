import { openSigningKey } from '#custody';
import { runExport, type BegunExport, type ExportRequest, type FinishedExport } from '#export';
import { productVersion } from '../version.ts';
import { readAttachments } from '../texts/read-attachments.ts';
import type { Work } from '../work.ts';

export interface HandingOut {
  /** New, empty, or the one an earlier run of the same request was stopped in. */
  readonly folder: string;
  readonly request: ExportRequest;
  readonly onBegun?: (begun: BegunExport, isResumed: boolean) => void;
}

/**
 * Writes an export into a folder, with manifest and signed receipt. A load file has the text of attached files: those
 * that nobody has read yet are read first. Failures: those of `runExport`.
 */
export async function handOut(work: Work, { folder, request, onBegun }: HandingOut): Promise<FinishedExport> {
  if (['dat', 'csv'].includes(request.format)) await readAttachments(work, { matter: request.matter });
  const { instance, clock, actor, signal, listener } = work;
  const database = await instance.database();
  const key = await openSigningKey({ dataFolder: instance.dataFolder, database, clock });
  const tools = { database, vault: await instance.vault(), clock, key, actor, productVersion: productVersion() };
  using stage = listener.begin('exporting');
  let expected = 0;
  return await runExport(tools, {
    folder,
    request,
    signal,
    onBegun: (begun, isResumed) => {
      expected = begun.items;
      onBegun?.(begun, isResumed);
    },
    onProgress: ({ items, bytes }) => {
      stage.advance({ done: items, expected, bytes });
    },
  });
}
