import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { type RawBuilder, sql } from 'kysely';
import { isLabelled } from '../kql/compare.ts';
import type { Expression, Restriction } from '../kql/expression.ts';
import { definitionOf } from '../kql/properties.ts';

interface Label {
  readonly id: string;
  readonly names: readonly string[];
}

/** The ids of the folders, custodians, mailboxes and matters that a query means, among these matters. */
export async function resolveLabels(
  reader: Reader,
  expression: Expression,
  matters: readonly MatterId[],
): Promise<ReadonlyMap<Restriction, readonly string[]>> {
  const wanted = restrictionsOf(expression).filter(({ property }) => definitionOf(property).type === 'label');
  const labels = new Map<string, readonly Label[]>();
  const resolved = new Map<Restriction, readonly string[]>();
  for (const restriction of wanted) {
    const { property } = restriction;
    const known = labels.get(property) ?? (await labelsOf(reader, property, matters));
    labels.set(property, known);
    resolved.set(
      restriction,
      known.filter(({ names }) => isLabelled(restriction, names)).map(({ id }) => id),
    );
  }
  return resolved;
}

function restrictionsOf(expression: Expression): readonly Restriction[] {
  switch (expression.kind) {
    case 'restriction':
      return [expression];
    case 'not':
      return restrictionsOf(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.flatMap(restrictionsOf);
    default:
      return [];
  }
}

async function labelsOf(reader: Reader, property: string, matters: readonly MatterId[]): Promise<readonly Label[]> {
  const ids = sql`any(${[...matters]}::uuid[])`;
  const { rows } = await queryOf(property, ids).execute(reader);
  return rows.map(({ id, one, other }) => ({ id, names: other === null ? [one] : [one, other] }));
}

function queryOf(
  property: string,
  ids: RawBuilder<unknown>,
): RawBuilder<{ id: string; one: string; other: string | null }> {
  switch (property) {
    case 'folder':
      return sql`
        select f.id, f.path as one, null as other
        from folders f join mailboxes b on b.id = f.mailbox_id where b.matter_id = ${ids}`;
    case 'custodian':
      return sql`select id, name as one, null as other from custodians where matter_id = ${ids}`;
    case 'mailbox':
      return sql`select id, address as one, display_name as other from mailboxes where matter_id = ${ids}`;
    case 'matter':
      return sql`select id, name as one, null as other from matters where id = ${ids}`;
    default:
      throw new Error(`${property} is no label`);
  }
}
