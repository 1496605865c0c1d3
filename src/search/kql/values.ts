import { fold, patternOf } from '#evidence';
import { intervalOf, relativeDates } from './dates.ts';
import type { ComparisonOperator, RangeValue, Restriction, SingleValue } from './expression.ts';
import { definitionOf, type PropertyName } from './properties.ts';

/** What is wrong with a value; null when nothing is. */
export interface ValueProblem {
  readonly cause: string;
  readonly fix: string;
}

/** Any day: whether a date exists does not depend on it. */
const someDay = new Date(0);
const units: Readonly<Record<string, number>> = { '': 1, b: 1, kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3 };

/** Bytes of `4096`, `12KB`, `1.5MB`; null when it is not a size. */
export function bytesOf(text: string): number | null {
  const found = /^(\d{1,15}(?:\.\d{1,6})?)\s*([kmg]?b?)$/i.exec(text);
  const unit = (found?.[2] ?? '').toLowerCase();
  const factor = units[unit.length === 1 && unit !== 'b' ? `${unit}b` : unit];
  return found === null || factor === undefined ? null : Math.round(Number(found[1]) * factor);
}

/** True, false, or null when it is neither. */
export function flagOf(text: string): boolean | null {
  const folded = fold(text);
  if (['true', 'yes', '1'].includes(folded)) return true;
  return ['false', 'no', '0'].includes(folded) ? false : null;
}

/** A Message-ID without its angle brackets, which may be left out of a query. */
export function bareIdentifier(text: string): string {
  return text.trim().replace(/^</, '').replace(/>$/, '');
}

/** Whether a restriction can be understood, so that everything that reads it later may rely on it. */
export function checkRestriction(restriction: Restriction): ValueProblem | null {
  const { property, operator, value } = restriction;
  const { type } = definitionOf(property);
  const operators = operatorsOf(type, property);
  if (!operators.includes(operator)) {
    return {
      cause: `${property} cannot be compared with ${operator}.`,
      fix: `Use ${operators.join(' ')} with ${property}.`,
    };
  }
  return value.kind === 'range' ? checkRange(restriction, value) : checkSingle(property, value);
}

function operatorsOf(type: string, property: PropertyName): readonly ComparisonOperator[] {
  if (property === 'body') return [':'];
  return type === 'date' || type === 'size' ? [':', '=', '<>', '<', '>', '<=', '>='] : [':', '=', '<>'];
}

function checkRange({ property, operator }: Restriction, { from, to }: RangeValue): ValueProblem | null {
  const { type } = definitionOf(property);
  if (type !== 'date' && type !== 'size') {
    return { cause: `${property} has no ranges.`, fix: 'Ranges a..b are for received, sent and size.' };
  }
  if (operator !== ':' && operator !== '=') {
    return { cause: `A range cannot be compared with ${operator}.`, fix: `Write ${property}:${from}..${to}` };
  }
  const single = (text: string): ValueProblem | null =>
    checkSingle(property, { kind: 'single', text, isPrefix: false });
  return single(from) ?? single(to) ?? checkOrder({ kind: 'range', from, to }, property);
}

/** A range that ends before it begins holds nothing, which nobody asks for. Relative dates depend on the day. */
function checkOrder({ from, to }: RangeValue, property: PropertyName): ValueProblem | null {
  const isRelative = [from, to].some((text) => /^[a-z]/i.test(text));
  const first = property === 'size' ? bytesOf(from) : intervalOf(from, someDay)?.from.getTime();
  const last = property === 'size' ? bytesOf(to) : intervalOf(to, someDay)?.to.getTime();
  if (isRelative || (first ?? 0) <= (last ?? 0)) return null;
  return { cause: `The range ${from}..${to} ends before it begins.`, fix: `Write ${property}:${to}..${from}` };
}

function checkSingle(property: PropertyName, value: SingleValue): ValueProblem | null {
  const { type, choices = [] } = definitionOf(property);
  const { text, isPrefix } = value;
  if (isPrefix && !['words', 'label', 'identifier'].includes(type)) {
    return { cause: `${property} takes no *.`, fix: 'Leave the * out, or use a range a..b.' };
  }
  const wrong = `"${text}" is not a value of ${property}.`;
  switch (type) {
    case 'words':
    case 'label':
      return isWorded(text) ? null : { cause: wrong, fix: 'There is no letter or digit in it that could be found.' };
    case 'date':
      if (intervalOf(text, someDay) !== null) return null;
      return {
        cause: wrong,
        fix: `Write a date as 2026-01-31, an instant as 2026-01-31T09:30:00Z, or one of ${relativeDates.map((name) => (name.includes(' ') ? `"${name}"` : name)).join(', ')}.`,
      };
    case 'size':
      return bytesOf(text) === null ? { cause: wrong, fix: 'Write bytes, or 100KB, 1.5MB, 2GB.' } : null;
    case 'flag':
      return flagOf(text) === null ? { cause: wrong, fix: 'Write true or false.' } : null;
    case 'choice':
      return choices.includes(fold(text)) ? null : { cause: wrong, fix: `Write one of ${choices.join(', ')}.` };
    case 'identifier':
      return ['', '*'].includes(bareIdentifier(text))
        ? { cause: wrong, fix: 'Write the id, or its beginning and a *.' }
        : null;
  }
}

function isWorded(text: string): boolean {
  return patternOf(text, { prefix: false }).slots.length > 0;
}
