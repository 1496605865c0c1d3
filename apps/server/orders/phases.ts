export const phases = [
  'planned',
  'waiting-for-access',
  'transferring',
  /** Everything is kept; it is read once somebody says so. */
  'preserved',
  'processing',
  'ready',
  'paused',
  'stopped',
  'failed',
  'cancelled',
] as const;
export type Phase = (typeof phases)[number];
