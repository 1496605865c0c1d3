import Type from 'typebox';
import { Value } from 'typebox/value';
import type { ConnectionId } from '#evidence';
import type { CheckResult } from '#microsoft';
import type { Reader, Transaction } from '#platform';

export interface LastChecks {
  readonly at: Date;
  readonly results: readonly CheckResult[];
}

const Results = Type.Unsafe<CheckResult[]>(Type.Array(Type.Object({ id: Type.String(), result: Type.String() })));

/** What the last checks of these connections found. */
export async function lastChecksOf(
  reader: Reader,
  connections: readonly ConnectionId[],
): Promise<ReadonlyMap<string, LastChecks>> {
  if (connections.length === 0) return new Map();
  const rows = await reader
    .selectFrom('connection_checks')
    .select(['connection_id', 'checked_at', 'results'])
    .where('connection_id', 'in', connections)
    .execute();
  return new Map(
    rows.map((row) => [row.connection_id, { at: row.checked_at, results: Value.Parse(Results, row.results) }]),
  );
}

export async function saveChecks(
  tx: Transaction,
  of: { connection: ConnectionId; by: string; at: Date; results: readonly CheckResult[] },
): Promise<void> {
  const found = { checked_at: of.at, checked_by: of.by, results: JSON.stringify(of.results) };
  await tx
    .insertInto('connection_checks')
    .values({ connection_id: of.connection, ...found })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(found))
    .execute();
}
