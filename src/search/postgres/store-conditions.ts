import { type RawBuilder, sql } from 'kysely';
import { boundsOf } from '../kql/compare.ts';
import { allOf, anyOf, type Expression, type Restriction } from '../kql/expression.ts';
import { bareIdentifier, flagOf } from '../kql/values.ts';
import type { WordCondition } from './tsquery.ts';
import { wordQueryOf, wordsOf, type WordQuery } from './words.ts';

/** What an expression is told beside itself. */
export interface ConditionContext {
  readonly now: Date;
  /** Ids of the folders, custodians, mailboxes or matters that a restriction means. */
  readonly labelled: ReadonlyMap<Restriction, readonly string[]>;
  /** How rows of words are looked at: item by item, or in whichever way Postgres thinks best (the default). */
  readonly isEach?: boolean;
}

type Condition = RawBuilder<boolean>;

// From so many on, Postgres would think for minutes about the order of joins.
const mostJoins = 6;

/** An expression as a condition on an item `i` and its document `d`; never null. */
export function conditionOf(expression: Expression, context: ConditionContext): Condition {
  const words = wordQueryOf(expression);
  if (words !== null) {
    const split = splitCondition(expression, { isJoined: false });
    return sql<boolean>`(${hasWhole(words, context)} or (coalesce(d.chunks, 0) > 1 and ${split}))`;
  }
  switch (expression.kind) {
    case 'everything':
      return sql<boolean>`true`;
    case 'restriction':
      return expression.operator === '<>'
        ? sql<boolean>`not ${equal(expression, context)}`
        : equal(expression, context);
    case 'not':
      return sql<boolean>`not (${conditionOf(expression.operand, context)})`;
    case 'and':
    case 'or': {
      const { words: together, others } = partedWords(expression);
      const parts = [...(together === null ? [] : [together]), ...others];
      return join(
        parts.map((part) => conditionOf(part, context)),
        expression.kind === 'and' ? ' and ' : ' or ',
      );
    }
    default:
      throw new Error(`${expression.kind} has words and nothing else`);
  }
}

/** What of a conjunction or disjunction asks for words alone, as one expression, and the rest. */
export function partedWords(expression: Expression): { words: Expression | null; others: readonly Expression[] } {
  const operands = expression.kind === 'and' || expression.kind === 'or' ? expression.operands : [expression];
  const isWords = (operand: Expression): boolean => wordQueryOf(operand) !== null;
  const words = operands.filter(isWords);
  const others = operands.filter((operand) => !isWords(operand));
  if (words.length === 0) return { words: null, others };
  return { words: expression.kind === 'or' ? anyOf(words) : allOf(words), others };
}

/** The messages of some matters that hold these words, as (matter, digest), each once. */
export function messagesWith(words: Expression, query: WordQuery, matters: RawBuilder<unknown>): RawBuilder<unknown> {
  const split = splitCondition(words, { isJoined: query.parts <= mostJoins });
  return sql`
    select c.matter_id, c.digest from search_chunks c
    where c.matter_id = ${matters} and c.is_whole and ${matching(query, { isByIndex: true })}
    union all
    select d.matter_id, d.digest from search_documents d
    where d.matter_id = ${matters} and d.chunks > 1 and ${split}`;
}

/** The rows that hold these words among those with all words of their message, for a planner that sees the words. */
export function wholeRows({ candidates }: WordQuery, matters: RawBuilder<unknown>): RawBuilder<unknown> {
  const asked = candidates === null ? sql`true` : sql`c.words @@ ${candidates}::tsquery`;
  return sql`select from search_chunks c where c.matter_id = ${matters} and c.is_whole and ${asked}`;
}

/**
 * Whether a row of words `c` holds these. `isByIndex`: found by the index of words, however many rows hold them. The
 * query is then one that Postgres does not see while it plans; else it would read every row where many hold a word, and
 * takes reading for cheap.
 */
function matching({ exact, candidates }: WordQuery, { isByIndex = false } = {}): Condition {
  // The function instead of the operator: nothing for the index of words to do, it would read every alternative.
  const verified = sql<boolean>`ts_match_vq(c.words, ${exact}::tsquery)`;
  if (candidates === null) return verified;
  const query = sql`${candidates}::tsquery`;
  const asked = isByIndex ? sql<boolean>`c.words @@ (select ${query})` : sql<boolean>`c.words @@ ${query}`;
  return candidates === exact ? asked : sql<boolean>`${asked} and ${verified}`;
}

/** Whether the row that holds all words of a message `d` holds these. */
function hasWhole(query: WordQuery, { isEach = false }: ConditionContext): Condition {
  const row = sql`from search_chunks c
    where c.matter_id = d.matter_id and c.digest = d.digest and c.is_whole and ${matching(query)}`;
  return isEach ? sql<boolean>`coalesce((select true ${row} limit 1), false)` : sql<boolean>`exists (select ${row})`;
}

/** Of a message `d` whose words are in several rows: each word, phrase or nearness may stand in another one. */
function splitCondition(expression: Expression, how: { readonly isJoined: boolean }): Condition {
  switch (expression.kind) {
    case 'not':
      return sql<boolean>`not (${splitCondition(expression.operand, how)})`;
    case 'and':
    case 'or':
      return join(
        expression.operands.map((operand) => splitCondition(operand, how)),
        expression.kind === 'and' ? ' and ' : ' or ',
      );
    default: {
      const words = wordsOf(expression);
      if (words === null) throw new Error(`${expression.kind} has no words`);
      const isUnequal = expression.kind === 'restriction' && expression.operator === '<>';
      return isUnequal ? sql<boolean>`not ${hasChunk(words, how)}` : hasChunk(words, how);
    }
  }
}

function hasChunk(
  { candidates, verification }: WordCondition,
  { isJoined }: { readonly isJoined: boolean },
): Condition {
  const query = { exact: verification ?? candidates, candidates, isLed: true, parts: 1 };
  const row = sql`from search_chunks c
    where c.matter_id = d.matter_id and c.digest = d.digest and not c.is_whole and ${matching(query)}`;
  return isJoined ? sql<boolean>`exists (select ${row})` : sql<boolean>`coalesce((select true ${row} limit 1), false)`;
}

/** With `<>` this is the comparison that must not hold. */
function equal(restriction: Restriction, { now, labelled }: ConditionContext): Condition {
  const { property, value } = restriction;
  const text = value.kind === 'single' ? value.text : '';
  switch (property) {
    case 'received':
      return within(sql`i.received_at`, restriction, now);
    case 'sent':
      return within(sql`d.sent_at`, restriction, now);
    case 'size':
      return within(sql`d.size`, restriction, now);
    case 'hasattachment':
      return sql<boolean>`(d.has_attachment = ${flagOf(text)})`;
    case 'isdraft':
      return sql<boolean>`(i.is_draft = ${flagOf(text)})`;
    case 'importance':
      return sql<boolean>`(d.importance = ${text.toLowerCase()})`;
    case 'kind':
      return sql<boolean>`(d.kind = ${text.toLowerCase()})`;
    case 'place':
      return sql<boolean>`(i.folder_id in (select f.id from folders f where f.place = ${text.toLowerCase()}))`;
    case 'folder':
      return oneOf(sql`i.folder_id`, labelled.get(restriction));
    case 'custodian':
      return oneOf(sql`i.custodian_id`, labelled.get(restriction));
    case 'mailbox':
      return oneOf(sql`i.mailbox_id`, labelled.get(restriction));
    case 'matter':
      return oneOf(sql`i.matter_id`, labelled.get(restriction));
    case 'messageid':
      return identified(sql`d.message_id`, restriction, `<${bareIdentifier(text)}`);
    case 'digest':
      return identified(sql`d.digest`, restriction, bareIdentifier(text).toLowerCase());
    default:
      throw new Error(`${property} is a matter of words`);
  }
}

function oneOf(column: RawBuilder<unknown>, ids: readonly string[] | undefined): Condition {
  return sql<boolean>`(${column} = any(${[...(ids ?? [])]}::uuid[]))`;
}

function within(column: RawBuilder<unknown>, restriction: Restriction, now: Date): Condition {
  const { from, to } = boundsOf(restriction, now);
  const bound = (value: number): unknown => (restriction.property === 'size' ? value : new Date(value));
  const conditions = [
    sql<boolean>`${column} is not null`,
    ...(from === null ? [] : [sql<boolean>`${column} >= ${bound(from)}`]),
    ...(to === null ? [] : [sql<boolean>`${column} < ${bound(to)}`]),
  ];
  return join(conditions, ' and ');
}

/** Message-IDs are kept with their angle brackets, whatever a query has. */
function identified(column: RawBuilder<unknown>, { property, value }: Restriction, text: string): Condition {
  if (value.kind === 'single' && value.isPrefix) return sql<boolean>`coalesce(starts_with(${column}, ${text}), false)`;
  return property === 'messageid'
    ? sql<boolean>`coalesce(${column} in (${`${text}>`}, ${text.slice(1)}), false)`
    : sql<boolean>`(${column} = ${text})`;
}

function join(conditions: readonly Condition[], separator: ' and ' | ' or '): Condition {
  return sql<boolean>`(${sql.join(conditions, separator === ' and ' ? sql` and ` : sql` or `)})`;
}
