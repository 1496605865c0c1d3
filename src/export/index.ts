export { exportEml, type EmlExport, type ExportProgress, type ExportResult, type ExportRow } from './export-eml.ts';
