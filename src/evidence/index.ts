export * from './ends.ts';
export * from './failure.ts';
export * from './ids.ts';
export * from './item.ts';
export * from './window.ts';
