import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { type RawBuilder, sql } from 'kysely';
import Type from 'typebox';
import { Value } from 'typebox/value';
import type { Expression } from '../kql/expression.ts';
import type { PropertyName } from '../kql/properties.ts';
import { conditionOf, messagesWith, partedWords, wholeRows, type ConditionContext } from './store-conditions.ts';
import { wordQueryOf } from './words.ts';

type Condition = RawBuilder<boolean>;

const explained = Type.Tuple([Type.Object({ Plan: Type.Object({ 'Plan Rows': Type.Number() }) })]);

/**
 * A search whose words lead to what is found, in three ways that mean the same. Which of them is quick depends on how
 * many messages have the words, and how new those are.
 */
export interface Led {
  /** About how many rows the index of words gives for these words, as the statistics of the database have it. */
  readonly expected: (reader: Reader) => Promise<number>;
  /** From the words to the items. */
  readonly inSet: Condition;
  /** From the newest item on, looking each one up among the messages with the words. */
  readonly inHash: Condition;
  /** From the newest item on, looking at the words of each. */
  readonly each: Condition;
  /** What `each` asks of items `i` alone: those for which it is not true need no look. */
  readonly eachOf: Condition;
}

/** Up to so many are fetched and put in order. */
const mostFetched = 2500;
/** Looking at the words of an item costs about as much as fetching so many rows of words. */
const rowsOfOneLook = 4;

/** Null where no word must be there. */
export function leadOf(expression: Expression, matters: readonly MatterId[], context: ConditionContext): Led | null {
  const conjuncts = expression.kind === 'and' ? expression : { kind: 'and' as const, operands: [expression] };
  const { words, others } = partedWords(conjuncts);
  const query = words === null ? null : wordQueryOf(words);
  if (words === null || query?.isLed !== true) return null;
  const [only] = matters;
  const walls = matters.length === 1 ? sql`${only}::uuid` : sql`any(${[...matters]}::uuid[])`;
  const rest = others.map((operand) => conditionOf(operand, context));
  const ofItem = others.filter(isOfItem).map((operand) => conditionOf(operand, context));
  const together = (condition: Condition): Condition => sql<boolean>`(${sql.join([...rest, condition], sql` and `)})`;
  const isThere = sql<boolean>`(i.matter_id, i.digest) in (${messagesWith(words, query, walls)})`;
  return {
    expected: (reader) => expectedRows(reader, wholeRows(query, walls)),
    inSet: together(isThere),
    inHash: together(sql<boolean>`(${isThere}) is true`),
    each: together(conditionOf(words, { ...context, isEach: true })),
    eachOf: sql<boolean>`${ofItem.length === 0 ? sql`true` : sql.join(ofItem, sql` and `)}`,
  };
}

/** Whether an item alone shows that this holds, whatever its message says. */
function isOfItem(expression: Expression): boolean {
  switch (expression.kind) {
    case 'restriction':
      return propertiesOfItems.has(expression.property);
    case 'not':
      return isOfItem(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.every(isOfItem);
    default:
      return false;
  }
}

const propertiesOfItems: ReadonlySet<PropertyName> = new Set([
  'received',
  'isdraft',
  'place',
  'folder',
  'custodian',
  'mailbox',
  'matter',
]);

export function narrowLead(led: Led, narrow: (wide: Condition) => Condition): Led {
  return { ...led, inSet: narrow(led.inSet), inHash: narrow(led.inHash), each: narrow(led.each) };
}

/** A way to a page of the newest. */
export interface PagePlan {
  readonly condition: Condition;
  /**
   * First the words of so many of the newest items `among` all are looked at: where they fill the page, or there are no
   * more items, nothing else is done.
   */
  readonly walk: { readonly condition: Condition; readonly among: Condition; readonly items: number } | null;
}

/**
 * The way to a page of the newest that costs the least. Nobody knows beforehand whether messages with frequent words
 * are among the newest, so looking there may cost as much as what it saves, and no more.
 */
export async function planPage(reader: Reader, led: Led): Promise<PagePlan> {
  const { inSet, inHash, each, eachOf } = led;
  const rows = await led.expected(reader);
  if (rows <= mostFetched) return { condition: inSet, walk: null };
  return { condition: inHash, walk: { condition: each, among: eachOf, items: Math.ceil(rows / rowsOfOneLook) } };
}

/** The way to everything that is found. */
export async function planCount(reader: Reader, { expected, inSet, inHash }: Led): Promise<Condition> {
  return (await expected(reader)) <= mostFetched ? inSet : inHash;
}

/** How many rows Postgres expects of a query. https://www.postgresql.org/docs/18/sql-explain.html */
async function expectedRows(reader: Reader, query: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': unknown }>`explain (format json) ${query}`.execute(reader);
  const [{ Plan: plan }] = Value.Parse(explained, rows[0]?.['QUERY PLAN']);
  return plan['Plan Rows'];
}
