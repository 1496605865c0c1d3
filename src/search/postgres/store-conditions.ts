import { type RawBuilder, sql } from 'kysely';
import { boundsOf } from '../kql/compare.ts';
import type { Expression, Restriction } from '../kql/expression.ts';
import { definitionOf } from '../kql/properties.ts';
import { bareIdentifier, flagOf } from '../kql/values.ts';
import { either, freeCondition, propertyCondition, type WordCondition } from './tsquery.ts';

/** What an expression is told beside itself. */
export interface ConditionContext {
  readonly now: Date;
  /** Ids of the folders, custodians, mailboxes or matters that a restriction means. */
  readonly labelled: ReadonlyMap<Restriction, readonly string[]>;
}

type Condition = RawBuilder<boolean>;

/** An expression as a condition on an item `i` and its document `d`; never null. */
export function conditionOf(expression: Expression, context: ConditionContext): Condition {
  switch (expression.kind) {
    case 'everything':
      return sql<boolean>`true`;
    case 'text':
    case 'near':
      return hasChunk(freeCondition(expression));
    case 'restriction':
      return expression.operator === '<>'
        ? sql<boolean>`not ${equal(expression, context)}`
        : equal(expression, context);
    case 'not':
      return sql<boolean>`not (${conditionOf(expression.operand, context)})`;
    case 'and':
      return join(
        expression.operands.map((operand) => conditionOf(operand, context)),
        ' and ',
      );
    case 'or':
      return disjunction(expression.operands, context);
  }
}

/** Alternatives of words are one question to the index of words. */
function disjunction(operands: readonly Expression[], context: ConditionContext): Condition {
  const words = operands.map(wordsOf);
  const simple = words.flatMap((one) => (one?.verification === null ? [one.candidates] : []));
  const others = operands.filter((_, index) => words[index]?.verification !== null);
  const conditions = others.map((operand) => conditionOf(operand, context));
  const together = simple.length === 0 ? [] : [hasChunk({ candidates: either(simple), verification: null })];
  return join([...together, ...conditions], ' or ');
}

function wordsOf(expression: Expression): WordCondition | null {
  if (expression.kind === 'text' || expression.kind === 'near') return freeCondition(expression);
  const isWords = expression.kind === 'restriction' && definitionOf(expression.property).type === 'words';
  return isWords && expression.operator !== '<>' ? propertyCondition(expression) : null;
}

function hasChunk({ candidates, verification }: WordCondition): Condition {
  // The function instead of the operator: nothing for the index of words to do, it would read every alternative.
  const verified = verification === null ? sql`` : sql`and ts_match_vq(c.words, ${verification}::tsquery)`;
  return sql<boolean>`exists (
    select from search_chunks c
    where c.matter_id = i.matter_id and c.digest = i.digest and c.words @@ ${candidates}::tsquery ${verified})`;
}

/** With `<>` this is the comparison that must not hold. */
function equal(restriction: Restriction, { now, labelled }: ConditionContext): Condition {
  const { property, value } = restriction;
  const text = value.kind === 'single' ? value.text : '';
  switch (property) {
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
    case 'participants':
    case 'recipients':
    case 'subject':
    case 'body':
    case 'attachment':
      return hasChunk(propertyCondition(restriction));
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
