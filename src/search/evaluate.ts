import { patternOf, tokenise, type Token } from '#evidence';
import { boundsOf, isLabelled, placesOf } from './kql/compare.ts';
import type { Expression, Restriction } from './kql/expression.ts';
import { bareIdentifier, flagOf } from './kql/values.ts';
import { fieldsOf } from './text/fields.ts';
import type { Field, Unit } from './text/units.ts';

/** One kept item with everything a query may ask of it. */
export interface SearchableItem {
  readonly units: readonly Unit[];
  readonly receivedAt: Date | null;
  readonly sentAt: Date | null;
  readonly size: number;
  readonly importance: string;
  readonly kind: string;
  readonly hasAttachment: boolean;
  readonly isDraft: boolean;
  readonly messageId: string | null;
  readonly digest: string;
  readonly place: string;
  readonly folder: string;
  readonly custodian: string;
  /** Address and display name. */
  readonly mailbox: readonly string[];
  readonly matter: string;
}

/**
 * Whether an item is what a query asks for, told word by word from the item itself: the meaning of the language, which
 * every index must agree with.
 */
export function matches(expression: Expression, item: SearchableItem, now: Date): boolean {
  switch (expression.kind) {
    case 'everything':
      return true;
    case 'text':
    case 'near':
      return item.units.some(({ text }) => stretches(expression, tokenise(text)).length > 0);
    case 'restriction':
      return expression.operator === '<>' ? !satisfies(expression, item, now) : satisfies(expression, item, now);
    case 'not':
      return !matches(expression.operand, item, now);
    case 'and':
      return expression.operands.every((operand) => matches(operand, item, now));
    case 'or':
      return expression.operands.some((operand) => matches(operand, item, now));
  }
}

/** First and last position of something in a text. */
interface Stretch {
  readonly first: number;
  readonly last: number;
}

/** Everywhere a text has these words, or these words near each other. */
function stretches(expression: Expression, tokens: readonly Token[]): readonly Stretch[] {
  switch (expression.kind) {
    case 'text': {
      const pattern = patternOf(expression.text, { prefix: expression.isPrefix });
      return placesOf(pattern, tokens).map((first) => ({ first, last: first + pattern.span - 1 }));
    }
    case 'or':
      return expression.operands.flatMap((operand) => stretches(operand, tokens));
    case 'near': {
      const left = stretches(expression.left, tokens);
      const right = stretches(expression.right, tokens);
      const ordered = neighbours(left, right, expression.distance);
      return expression.isOrdered ? ordered : [...ordered, ...neighbours(right, left, expression.distance)];
    }
    default:
      return [];
  }
}

function neighbours(before: readonly Stretch[], after: readonly Stretch[], distance: number): readonly Stretch[] {
  const found = before.flatMap((one) =>
    after
      .filter((other) => other.first > one.last && other.first - one.last - 1 <= distance)
      .map((other) => ({ first: one.first, last: other.last })),
  );
  return [...new Map(found.map((one) => [`${String(one.first)} ${String(one.last)}`, one])).values()];
}

/** With `<>` this is the comparison that must not hold. */
function satisfies(restriction: Restriction, item: SearchableItem, now: Date): boolean {
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
      return hasWords(restriction, item.units, fieldsOf(property));
    case 'received':
      return isWithin(restriction, item.receivedAt?.getTime() ?? null, now);
    case 'sent':
      return isWithin(restriction, item.sentAt?.getTime() ?? null, now);
    case 'size':
      return isWithin(restriction, item.size, now);
    case 'hasattachment':
      return item.hasAttachment === flagOf(text);
    case 'isdraft':
      return item.isDraft === flagOf(text);
    case 'importance':
    case 'kind':
    case 'place':
      return item[property] === text.toLowerCase();
    case 'folder':
    case 'custodian':
    case 'matter':
      return isLabelled(restriction, [item[property]]);
    case 'mailbox':
      return isLabelled(restriction, item.mailbox);
    case 'messageid':
      return isIdentified(restriction, item.messageId === null ? null : bareIdentifier(item.messageId));
    case 'digest':
      return isIdentified(restriction, item.digest);
  }
}

function hasWords({ operator, value }: Restriction, units: readonly Unit[], fields: readonly Field[]): boolean {
  if (value.kind === 'range') return false;
  const pattern = patternOf(value.text, { prefix: value.isPrefix });
  return units.some(({ field, text }) => {
    if (!fields.includes(field)) return false;
    const tokens = tokenise(text);
    const places = placesOf(pattern, tokens);
    if (operator === ':') return places.length > 0;
    const length = Math.max(0, ...tokens.map(({ position, span }) => position + span));
    return places.includes(0) && (value.isPrefix || length === pattern.span);
  });
}

function isWithin(restriction: Restriction, value: number | null, now: Date): boolean {
  const { from, to } = boundsOf(restriction, now);
  return value !== null && (from === null || value >= from) && (to === null || value < to);
}

function isIdentified({ property, value }: Restriction, id: string | null): boolean {
  if (value.kind === 'range' || id === null) return false;
  const bare = bareIdentifier(value.text);
  const wanted = property === 'digest' ? bare.toLowerCase() : bare;
  return value.isPrefix ? id.startsWith(wanted) : id === wanted;
}
