import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { type RawBuilder, sql } from 'kysely';
import type { Expression } from '../kql/expression.ts';
import { conditionOf, countWhole, messagesWith, partedWords, type ConditionContext } from './store-conditions.ts';
import { wordQueryOf } from './words.ts';

type Condition = RawBuilder<boolean>;

/**
 * A search whose words lead to what is found, in three ways that mean the same. Which of them is quick depends on how
 * many messages have the words, and Postgres cannot guess that.
 */
export interface Led {
  /** Asks how many messages have the words, up to `mostInSet` and one more. */
  readonly count: RawBuilder<{ readonly count: number }>;
  /** From the words to the items. */
  readonly inSet: Condition;
  /** From the newest item on, looking each one up among the messages with the words. */
  readonly inHash: Condition;
  /** From the newest item on, looking at the words of each. */
  readonly each: Condition;
}

/** Up to so many are fetched and put in order. */
const mostFetched = 2000;
/** Up to so many are noted first; with more of them the next one is never far. */
const mostInSet = 20_000;

/** Null where no word must be there. */
export function leadOf(expression: Expression, matters: readonly MatterId[], context: ConditionContext): Led | null {
  const conjuncts = expression.kind === 'and' ? expression : { kind: 'and' as const, operands: [expression] };
  const { words, others } = partedWords(conjuncts);
  const query = words === null ? null : wordQueryOf(words);
  if (words === null || query?.isLed !== true) return null;
  const [only] = matters;
  const walls = matters.length === 1 ? sql`${only}::uuid` : sql`any(${[...matters]}::uuid[])`;
  const rest = others.map((operand) => conditionOf(operand, context));
  const together = (condition: Condition): Condition => sql<boolean>`(${sql.join([...rest, condition], sql` and `)})`;
  const isThere = sql<boolean>`(i.matter_id, i.digest) in (${messagesWith(words, query, walls)})`;
  return {
    count: countWhole(query, walls, mostInSet + 1),
    inSet: together(isThere),
    inHash: together(sql<boolean>`(${isThere}) is true`),
    each: together(conditionOf(words, { ...context, isEach: true })),
  };
}

export function narrowLead({ count, inSet, inHash, each }: Led, narrow: (wide: Condition) => Condition): Led {
  return { count, inSet: narrow(inSet), inHash: narrow(inHash), each: narrow(each) };
}

/** The way to a page of the newest that costs the least. */
export async function planPage(reader: Reader, { count, inSet, inHash, each }: Led): Promise<Condition> {
  const messages = await counted(reader, count);
  if (messages <= mostFetched) return inSet;
  return messages <= mostInSet ? inHash : each;
}

/** The way to everything that is found. */
export async function planCount(reader: Reader, { count, inSet, inHash }: Led): Promise<Condition> {
  return (await counted(reader, count)) <= mostFetched ? inSet : inHash;
}

async function counted(reader: Reader, count: Led['count']): Promise<number> {
  const { rows } = await count.execute(reader);
  return Number(rows[0]?.count ?? 0);
}
