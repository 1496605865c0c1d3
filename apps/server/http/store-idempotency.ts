import type { PersonId } from '#access';
import type { Transaction } from '#platform';

/** What a key belongs to: two people, or two operations, do not share one. */
export interface KeyPlace {
  readonly person: PersonId;
  readonly operation: string;
  readonly key: string;
}

export interface Claimed {
  readonly bodyDigest: string;
  /** Null while the first request is being carried out. */
  readonly status: number | null;
  readonly answer: unknown;
}

/** Takes the key for a request that begins now; `ours`, or what another request did with it. */
export async function claimKey(
  tx: Transaction,
  place: KeyPlace,
  request: { bodyDigest: string; at: Date; abandoned: Date },
): Promise<'ours' | Claimed> {
  const inserted = await tx
    .insertInto('idempotency_keys')
    .values({ ...columns(place), body_digest: request.bodyDigest, created_at: request.at })
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'operation', 'key'])
        .doUpdateSet({ body_digest: request.bodyDigest, created_at: request.at })
        .where('idempotency_keys.status', 'is', null)
        .where('idempotency_keys.created_at', '<', request.abandoned),
    )
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows === 1n) return 'ours';
  const row = await tx
    .selectFrom('idempotency_keys')
    .select(['body_digest', 'status', 'answer'])
    .where('person_id', '=', place.person)
    .where('operation', '=', place.operation)
    .where('key', '=', place.key)
    .executeTakeFirstOrThrow();
  return { bodyDigest: row.body_digest, status: row.status, answer: row.answer };
}

export async function rememberAnswer(
  tx: Transaction,
  place: KeyPlace,
  { status, answer }: { status: number; answer: object },
): Promise<void> {
  await tx
    .updateTable('idempotency_keys')
    .set({ status, answer: JSON.stringify(answer) })
    .where('person_id', '=', place.person)
    .where('operation', '=', place.operation)
    .where('key', '=', place.key)
    .execute();
}

export async function forgetKey(tx: Transaction, place: KeyPlace): Promise<void> {
  await tx
    .deleteFrom('idempotency_keys')
    .where('person_id', '=', place.person)
    .where('operation', '=', place.operation)
    .where('key', '=', place.key)
    .execute();
}

export async function forgetOldKeys(tx: Transaction, before: Date): Promise<void> {
  await tx.deleteFrom('idempotency_keys').where('created_at', '<', before).execute();
}

function columns({ person, operation, key }: KeyPlace) {
  return { person_id: person, operation, key };
}
