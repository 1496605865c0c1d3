import type { Pattern, Slot } from '#evidence';
import { shapesOf } from '../kql/proximity.ts';
import type { Expression, Restriction, TextExpression } from '../kql/expression.ts';
import { beginMark, endMark, fieldTerm } from '../text/chunks.ts';
import { fieldsOf } from '../text/fields.ts';
import type { Field } from '../text/units.ts';

/** A condition on the words of one chunk, as tsqueries in text form. */
export interface WordCondition {
  /** What the index of words is asked. */
  readonly candidates: string;
  /** What a candidate's positions must show beside that; null when the first says it all. */
  readonly verification: string | null;
}

/** Words, phrases and nearness, anywhere in a message. */
export function freeCondition(expression: Expression): WordCondition {
  const shapes = shapesOf(expression);
  const [only] = shapes;
  if (shapes.length === 1 && only !== undefined) return { candidates: phrase(only, null), verification: null };
  return { candidates: required(expression), verification: either(shapes.map((shape) => phrase(shape, null))) };
}

/** Words of a property. */
export function propertyCondition(restriction: Restriction): WordCondition {
  const { property, operator, value } = restriction;
  if (value.kind === 'range') throw new Error(`${property} has no ranges`);
  const text: TextExpression = { kind: 'text', text: value.text, isPrefix: value.isPrefix };
  const [pattern] = shapesOf(text);
  if (pattern === undefined) throw new Error('a value without words was not refused');
  const fields = fieldsOf(property);
  const contains = either(fields.map((field) => phrase(pattern, field)));
  if (operator === ':') return { candidates: contains, verification: null };
  // Nearly every message has the marks: they are looked at only where the words between them are.
  const whole = either(fields.map((field) => wholePhrase(pattern, field, value.isPrefix)));
  return { candidates: contains, verification: whole };
}

/** One after the other at the pattern's distances. */
function phrase({ slots }: Pattern, field: Field | null): string {
  return chain(slots.map((slot) => ({ text: termText(slot, field), offset: slot.offset })));
}

function wholePhrase({ slots, span }: Pattern, field: Field, isOpen: boolean): string {
  const begin = { text: quoteTerm(fieldTerm(field, beginMark)), offset: -1 };
  const end = { text: quoteTerm(fieldTerm(field, endMark)), offset: span };
  const inner = slots.map((slot) => ({ text: termText(slot, field), offset: slot.offset }));
  return chain(isOpen ? [begin, ...inner] : [begin, ...inner, end]);
}

function chain(parts: readonly { readonly text: string; readonly offset: number }[]): string {
  return parts
    .map(({ text, offset }, index) =>
      index === 0 ? text : `<${String(offset - (parts[index - 1]?.offset ?? 0))}> ${text}`,
    )
    .join(' ');
}

/** Free text finds a word under its plain term, a field under its own; the body's words have weight A. */
function termText({ term, isPrefix }: Slot, field: Field | null): string {
  if (field === null) return `${quoteTerm(term)}${isPrefix ? ':*' : ''}`;
  if (field === 'body') return `${quoteTerm(term)}:${isPrefix ? '*' : ''}A`;
  return `${quoteTerm(fieldTerm(field, term))}${isPrefix ? ':*' : ''}`;
}

/** The words that must be there, wherever they stand. */
function required(expression: Expression): string {
  switch (expression.kind) {
    case 'text':
      return shapesOf(expression)
        .flatMap(({ slots }) => slots.map((slot) => termText(slot, null)))
        .join(' & ');
    case 'or':
      return `(${expression.operands.map((operand) => `(${required(operand)})`).join(' | ')})`;
    case 'near':
      return `${required(expression.left)} & ${required(expression.right)}`;
    default:
      throw new Error(`${expression.kind} is no matter of words`);
  }
}

/** Halved again and again: Postgres walks a query by recursion. */
export function either(parts: readonly string[]): string {
  return halved(parts, '|');
}

/** The same for what must all hold. */
export function allOfQueries(parts: readonly string[]): string {
  return halved(parts, '&');
}

function halved(parts: readonly string[], operator: '|' | '&'): string {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  const middle = Math.ceil(parts.length / 2);
  return `(${halved(parts.slice(0, middle), operator)}) ${operator} (${halved(parts.slice(middle), operator)})`;
}

/** A term as a tsquery has it. */
function quoteTerm(term: string): string {
  return /['\\]/.test(term) ? `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${term}'`;
}
