import type { SealedText, Transaction } from '#platform';

/** A sign-in that was begun, as it rests until the browser comes back. */
export interface StoredPending {
  readonly digest: string;
  readonly owner: string | null;
  readonly sealed: SealedText;
  readonly expiresAt: Date;
}

/** Keeps a begun sign-in, and forgets those that are too old. */
export async function insertPending(tx: Transaction, pending: StoredPending, now: Date): Promise<void> {
  await tx.deleteFrom('delegated_sign_ins').where('expires_at', '<=', now).execute();
  await tx
    .insertInto('delegated_sign_ins')
    .values({
      state_digest: pending.digest,
      owner: pending.owner,
      sealed: pending.sealed,
      expires_at: pending.expiresAt,
    })
    .execute();
}

/** Takes a begun sign-in of this owner, once; null when there is none, or it is too old. */
export async function takePending(
  tx: Transaction,
  { digest, owner, now }: { readonly digest: string; readonly owner: string | null; readonly now: Date },
): Promise<string | null> {
  const row = await tx
    .deleteFrom('delegated_sign_ins')
    .where('state_digest', '=', digest)
    .where('owner', 'is not distinct from', owner)
    .where('expires_at', '>', now)
    .returning('sealed')
    .executeTakeFirst();
  return row?.sealed ?? null;
}
