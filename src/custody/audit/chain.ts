import { canonicalJson, hashText } from '../canonical-json.ts';

/** An act as it was done by somebody, before it is in the chain. */
export interface Act {
  /** `person:<name>` or `system`. */
  readonly actor: string;
  /** What was done, as `<thing>.<verb in the past>`: `collection.started`. */
  readonly action: string;
  /** To what: ids and small facts, never message content or secrets. */
  readonly subject: Readonly<Record<string, unknown>>;
  readonly at: Date;
}

/** The newest entry of a trail; who knows it can tell whether anything up to it was changed. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditEntry extends Act, AuditHead {
  readonly previousHash: string;
}

/** What the first entry names as the hash of the one before it. */
export const noEntries: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** SHA-256 over the canonical JSON of an entry's fields, the hash of the entry before it included. */
export function hashEntry(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, actor, action, subject, previousHash } = entry;
  return hashText(canonicalJson({ seq, at: at.toISOString(), actor, action, subject, previousHash }));
}

/** The entry that an act becomes behind this head. */
export function chainAct(act: Act, head: AuditHead): AuditEntry {
  const entry = {
    seq: head.seq + 1,
    at: act.at,
    actor: storable(act.actor) as string,
    action: act.action,
    subject: storable(act.subject) as Readonly<Record<string, unknown>>,
    previousHash: head.hash,
  };
  return { ...entry, hash: hashEntry(entry) };
}

/**
 * The same value in a form that the database and canonical JSON can both hold: names from mail and directories may
 * contain NUL and lone surrogates, and an act must not fail to be recorded because of them.
 */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\u0000', '\ufffd');
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(storable);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(members.map(([key, each]) => [storable(key), storable(each)]));
}
