import type { Reader, Transaction } from '#platform';

export interface RegisteredKey {
  readonly fingerprint: string;
  readonly publicKeyPem: string;
  readonly createdAt: Date;
  /** Set when its file was lost and another key took over. */
  readonly replacedAt: Date | null;
}

/** Every key that ever signed here, oldest first. */
export async function listSigningKeys(reader: Reader): Promise<readonly RegisteredKey[]> {
  const rows = await reader.selectFrom('signing_keys').selectAll().orderBy('created_at').execute();
  return rows.map((row) => ({
    fingerprint: row.fingerprint,
    publicKeyPem: row.public_key,
    createdAt: row.created_at,
    replacedAt: row.replaced_at,
  }));
}

/** Enters the first key; does nothing when there is one already. */
export async function registerSigningKey(
  tx: Transaction,
  key: { readonly fingerprint: string; readonly publicKeyPem: string; readonly at: Date },
): Promise<void> {
  await tx
    .insertInto('signing_keys')
    .values({ fingerprint: key.fingerprint, public_key: key.publicKeyPem, created_at: key.at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function retireSigningKey(tx: Transaction, fingerprint: string, at: Date): Promise<void> {
  await tx.updateTable('signing_keys').set({ replaced_at: at }).where('fingerprint', '=', fingerprint).execute();
}
