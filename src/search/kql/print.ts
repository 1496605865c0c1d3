import type { Expression, RangeValue, SingleValue } from './expression.ts';
import { findProperty } from './properties.ts';

/** How tightly an expression holds together; a looser one inside a tighter one needs brackets. */
const tightness = { or: 1, and: 2, near: 3, not: 4, text: 5, restriction: 5, everything: 5 } as const;

/**
 * A query as text that means exactly this, with nothing left implicit.
 * Law: reading it gives the same expression again.
 */
export function printKql(expression: Expression): string {
  switch (expression.kind) {
    case 'everything':
      return '*';
    case 'text':
      return quoteText(expression.text, expression.isPrefix);
    case 'restriction':
      return `${expression.property}${expression.operator}${printValue(expression.value)}`;
    case 'not':
      return `NOT ${within(expression.operand, tightness.not)}`;
    case 'near': {
      const operator = `${expression.isOrdered ? 'ONEAR' : 'NEAR'}(${String(expression.distance)})`;
      return `${within(expression.left, tightness.near)} ${operator} ${within(expression.right, tightness.not)}`;
    }
    case 'and':
    case 'or': {
      const inner = expression.operands.map((operand) => within(operand, tightness[expression.kind] + 1));
      return inner.join(expression.kind === 'and' ? ' AND ' : ' OR ');
    }
  }
}

function within(expression: Expression, least: number): string {
  const text = printKql(expression);
  return tightness[expression.kind] >= least ? text : `(${text})`;
}

function printValue(value: SingleValue | RangeValue): string {
  if (value.kind === 'range') return `${value.from}..${value.to}`;
  const star = value.isPrefix ? '*' : '';
  const isBare = value.text !== '' && !/[\s()"“-‟″＂*]|\.\./.test(value.text);
  return isBare ? `${value.text}${star}` : `${quote(value.text)}${star}`;
}

/** Bare where it can only be read as one word. */
function quoteText(text: string, isPrefix: boolean): string {
  const isReserved = /^(?:AND|OR|NOT|XRANK|O?NEAR(?:\(.*)?|ALL|ANY|NONE|WORDS)$/.test(text);
  const isPlain = /^[\p{L}\p{N}][^\s()"“-‟″＂*,:=<>]*$/u.test(text) && findProperty(text) === null;
  const star = isPrefix ? '*' : '';
  return isPlain && !isReserved ? `${text}${star}` : `${quote(text)}${star}`;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
