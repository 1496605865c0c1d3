import type { ConnectionId } from '#evidence';
import type { Reader, SealedText, Transaction } from '#platform';
import type { Signer } from './connection.ts';
import type { StoredSignIn } from './store.ts';

/** The sealed sign-in of a delegated connection; null when there is none. */
export async function readSignIn(reader: Reader, id: ConnectionId): Promise<StoredSignIn | null> {
  const row = await reader
    .selectFrom('connections')
    .select(['sealed_sign_in', 'sign_in_version'])
    .where('id', '=', id)
    .executeTakeFirst();
  const sealed = row?.sealed_sign_in ?? null;
  return row === undefined || sealed === null ? null : { sealed, version: row.sign_in_version };
}

/** Writes a renewed sign-in over one of the same version, and takes back that the person has to sign in. */
export async function renewSignIn(
  tx: Transaction,
  id: ConnectionId,
  { sealed, version }: { readonly sealed: SealedText; readonly version: number },
): Promise<void> {
  await tx
    .updateTable('connections')
    .set({ sealed_sign_in: sealed, sign_in_needed_at: null, sign_in_needed_code: null })
    .where('id', '=', id)
    .where('sign_in_version', '=', version)
    .execute();
}

/** Since when the person has to sign in again; the first time counts. */
export async function markSignInNeeded(
  tx: Transaction,
  id: ConnectionId,
  { version, code, at }: { readonly version: number; readonly code: string; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('connections')
    .set((set) => ({
      sign_in_needed_at: set.fn.coalesce('sign_in_needed_at', set.val(at)),
      sign_in_needed_code: code,
    }))
    .where('id', '=', id)
    .where('sign_in_version', '=', version)
    .execute();
}

/** A new sign-in of the same person replaces the old one, dead or not. */
export async function replaceSignIn(
  tx: Transaction,
  id: ConnectionId,
  { sealed, signer, at }: { readonly sealed: SealedText; readonly signer: Signer; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('connections')
    .set((set) => ({
      sealed_sign_in: sealed,
      sign_in_version: set('sign_in_version', '+', 1),
      sign_in_needed_at: null,
      sign_in_needed_code: null,
      signer_address: signer.address,
      signer_name: signer.name,
      updated_at: at,
    }))
    .where('id', '=', id)
    .execute();
}
