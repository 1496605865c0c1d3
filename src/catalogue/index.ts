export * from './store-adoption.ts';
export * from './store-comparison.ts';
export * from './store-custodians.ts';
export * from './store-items.ts';
export * from './store-matters.ts';
export * from './store-packs.ts';
export * from './store-renames.ts';
