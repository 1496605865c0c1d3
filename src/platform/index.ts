export * from './clock/clock.ts';
export * from './clock/ids.ts';
export * from './clock/manual-clock.ts';
export * from './database/database.ts';
export { violates, type Violation } from './database/database-errors.ts';
export type * from './database/tables.generated.ts';
export * from './postgres/start-postgres.ts';
