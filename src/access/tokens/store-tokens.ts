import type { Selectable } from 'kysely';
import type { ApiTokensTable, Reader, Transaction } from '#platform';
import { tokenScopes, type PersonId, type TokenId, type TokenScope } from '../roles.ts';

/** A token without its text: that was shown once. */
export interface ApiToken {
  readonly id: TokenId;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export async function insertToken(
  tx: Transaction,
  token: ApiToken & { readonly person: PersonId; readonly digest: string },
): Promise<void> {
  await tx
    .insertInto('api_tokens')
    .values({
      id: token.id,
      person_id: token.person,
      name: token.name,
      digest: token.digest,
      scopes: [...token.scopes],
      created_at: token.createdAt,
      expires_at: token.expiresAt,
    })
    .execute();
}

export async function findTokenByDigest(
  reader: Reader,
  digest: string,
): Promise<(ApiToken & { readonly person: PersonId }) | null> {
  const row = await reader.selectFrom('api_tokens').selectAll().where('digest', '=', digest).executeTakeFirst();
  return row === undefined ? null : { ...tokenOf(row), person: row.person_id as PersonId };
}

/** The tokens of a person that were not revoked, newest first, behind an id. */
export async function pageOfTokens(
  reader: Reader,
  person: PersonId,
  { after, limit }: { after: string | null; limit: number },
): Promise<readonly ApiToken[]> {
  let query = reader
    .selectFrom('api_tokens')
    .selectAll()
    .where('person_id', '=', person)
    .where('revoked_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(limit);
  if (after !== null) query = query.where('id', '<', after);
  const rows = await query.execute();
  return rows.map(tokenOf);
}

/** Revokes one token of a person, or all of them; how many there were. */
export async function revokeTokens(
  tx: Transaction,
  of: { person: PersonId; token: TokenId | null; at: Date },
): Promise<number> {
  let query = tx
    .updateTable('api_tokens')
    .set({ revoked_at: of.at })
    .where('person_id', '=', of.person)
    .where('revoked_at', 'is', null);
  if (of.token !== null) query = query.where('id', '=', of.token);
  const updated = await query.executeTakeFirst();
  return Number(updated.numUpdatedRows);
}

export async function markTokenUsed(tx: Transaction, token: TokenId, at: Date): Promise<void> {
  await tx.updateTable('api_tokens').set({ last_used_at: at }).where('id', '=', token).execute();
}

function tokenOf(row: Selectable<ApiTokensTable>): ApiToken {
  return {
    id: row.id as TokenId,
    name: row.name,
    scopes: tokenScopes.filter((scope) => row.scopes.includes(scope)),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
