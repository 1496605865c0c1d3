export * from './ends.ts';
export * from './failure.ts';
export * from './ids.ts';
export * from './item.ts';
export { fold } from './tokens/fold.ts';
export * from './tokens/pattern.ts';
export * from './tokens/tokenise.ts';
export * from './window.ts';
