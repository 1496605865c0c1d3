export * from './tar/read-ahead.ts';
export * from './tar/read-tar.ts';
export * from './tar/write-tar.ts';
