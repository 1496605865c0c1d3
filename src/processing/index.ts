export { processMatter } from './process-matter.ts';
export type { ProcessingOptions, ProcessingProgress, ProcessingResult } from './process-matter.ts';
export { processingCounts, processingExceptions } from './store-counts.ts';
export type { ProcessingCounts, ProcessingException } from './store-counts.ts';
export type { ExceptionReason } from './worker/protocol.ts';
export type { ParserLimits } from './worker/parser-process.ts';
export { subjectsOf } from './store-subjects.ts';
