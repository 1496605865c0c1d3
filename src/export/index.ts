export type { ExportProgress } from './forms/export-form.ts';
export { prefixPattern } from './forms/records/numbering.ts';
export { runExport, type ExportRun, type ExportTools, type FinishedExport } from './run-export.ts';
export {
  duplicateChoices,
  exportFormats,
  type DuplicateChoice,
  type ExportFormat,
  type ExportRequest,
  type ItemKey,
  type Selection,
} from './selection.ts';
export type { BegunExport } from './store-exports.ts';
export { manifestNames } from './folder/manifest.ts';
export { receiptName } from './write-export.ts';
