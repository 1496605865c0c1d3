import { intervalOf } from './dates.ts';
import type { Expression, RangeValue, Restriction, SingleValue } from './expression.ts';
import { definitionOf } from './properties.ts';
import { bareIdentifier, bytesOf, flagOf } from './values.ts';

/** A query in words, line by line, groups indented. Relative dates are told as of now. */
export function explainKql(expression: Expression, now: Date): readonly string[] {
  return ['Messages', ...lines(expression, now).map((line) => `  ${line}`)];
}

function lines(expression: Expression, now: Date): readonly string[] {
  switch (expression.kind) {
    case 'everything':
      return ['of any kind (everything)'];
    case 'text':
    case 'near':
      return [`with ${near(expression)} anywhere`];
    case 'restriction':
      return [restriction(expression, now)];
    case 'not':
      return group('not', [expression.operand], now);
    case 'and':
      return group('all of', expression.operands, now);
    case 'or':
      return group('at least one of', expression.operands, now);
  }
}

function group(title: string, operands: readonly Expression[], now: Date): readonly string[] {
  return [
    `${title}:`,
    ...operands.flatMap((operand) => lines(operand, now).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`)),
  ];
}

/** Words and how near they are, as one phrase of English. */
function near(expression: Expression): string {
  switch (expression.kind) {
    case 'text':
      return words(expression.text, expression.isPrefix);
    case 'near': {
      const { distance, isOrdered, left, right } = expression;
      const apart =
        distance === 0 ? 'directly' : `with at most ${String(distance)} word${distance === 1 ? '' : 's'} between them`;
      return `${near(left)} ${isOrdered ? 'before' : 'beside'} ${near(right)}, ${apart},`;
    }
    case 'or':
      return `(${expression.operands.map(near).join(' or ')})`;
    default:
      return '';
  }
}

function words(text: string, isPrefix: boolean): string {
  const what = /\s/.test(text) ? 'the phrase' : 'the word';
  return isPrefix ? `${what} that begins “${text}”` : `${what} “${text}”`;
}

function restriction({ property, operator, value }: Restriction, now: Date): string {
  const { type, means } = definitionOf(property);
  switch (type) {
    case 'words':
    case 'label':
      return `where ${means} ${textComparison(operator, value)}`;
    case 'date':
      return `where ${means} is ${dateComparison(operator, value, now)}`;
    case 'size':
      return `where ${means} is ${sizeComparison(operator, value)}`;
    case 'flag': {
      const isWanted = (value.kind === 'single' && flagOf(value.text)) === (operator !== '<>');
      return `${isWanted ? '' : 'not '}${means}`;
    }
    case 'choice':
      return `where ${means} is ${operator === '<>' ? 'not ' : ''}${single(value).toLowerCase()}`;
    case 'identifier': {
      const isPrefix = value.kind === 'single' && value.isPrefix;
      const verb = isPrefix
        ? operator === '<>'
          ? 'does not begin with'
          : 'begins with'
        : operator === '<>'
          ? 'is not'
          : 'is';
      return `where ${means} ${verb} ${bareIdentifier(single(value))}`;
    }
  }
}

function single(value: SingleValue | RangeValue): string {
  return value.kind === 'single' ? value.text : `${value.from} to ${value.to}`;
}

function textComparison(operator: string, value: SingleValue | RangeValue): string {
  const isPrefix = value.kind === 'single' && value.isPrefix;
  const text = single(value);
  if (operator === ':') return `has ${words(text, isPrefix)}`;
  const verb = isPrefix ? 'as a whole begins with' : 'as a whole is';
  return operator === '<>' ? `is not so that it ${verb} “${text}”` : `${verb} “${text}”`;
}

function dateComparison(operator: string, value: SingleValue | RangeValue, now: Date): string {
  const [first, last] = value.kind === 'range' ? [value.from, value.to] : [value.text, value.text];
  const from = instant(intervalOf(first, now)?.from);
  const to = instant(intervalOf(last, now)?.to);
  return bounds(operator, { from, to, inside: `from ${from} to before ${to}`, end: `before ${to}` });
}

function sizeComparison(operator: string, value: SingleValue | RangeValue): string {
  const [first, last] = value.kind === 'range' ? [value.from, value.to] : [value.text, value.text];
  const from = bytesText(first);
  const to = bytesText(last);
  if (operator === '>') return `more than ${to}`;
  return bounds(operator, { from, to, inside: from === to ? from : `${from} to ${to}`, end: `at most ${to}` });
}

function bounds(operator: string, text: { from: string; to: string; inside: string; end: string }): string {
  switch (operator) {
    case '<':
      return `before ${text.from}`.replace(/^before (.* bytes)$/, 'less than $1');
    case '<=':
      return text.end;
    case '>':
      return `${text.to} or later`;
    case '>=':
      return `${text.from} or ${/ bytes$/.test(text.from) ? 'more' : 'later'}`;
    case '<>':
      return `not ${text.inside}`;
    default:
      return text.inside;
  }
}

function bytesText(text: string): string {
  return `${(bytesOf(text) ?? 0).toLocaleString('en-US')} bytes`;
}

function instant(at: Date | undefined): string {
  return at === undefined ? '' : `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
