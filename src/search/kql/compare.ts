import { fold, patternOf, tokenise, type Pattern, type Token } from '#evidence';
import { intervalOf } from './dates.ts';
import type { ComparisonOperator, RangeValue, Restriction, SingleValue } from './expression.ts';
import { bytesOf } from './values.ts';

/** Where a number must lie: `from` included, `to` not; null is open. */
export interface Bounds {
  readonly from: number | null;
  readonly to: number | null;
}

/**
 * What a date (milliseconds) or a size must be; for `<>` it is what it must not be. A date that covers a day or more
 * is meant as a whole: `>` is after all of it, `<=` includes all of it.
 */
export function boundsOf(restriction: Restriction, now: Date): Bounds {
  const { property, operator, value } = restriction;
  const [first, last] = value.kind === 'range' ? [value.from, value.to] : [value.text, value.text];
  const read = (text: string): { from: number; to: number } => {
    if (property !== 'size') {
      const interval = intervalOf(text, now);
      return { from: interval?.from.getTime() ?? NaN, to: interval?.to.getTime() ?? NaN };
    }
    const bytes = bytesOf(text) ?? NaN;
    return { from: bytes, to: bytes + 1 };
  };
  const [from, to] = [read(first).from, read(last).to];
  switch (operator) {
    case '<':
      return { from: null, to: from };
    case '<=':
      return { from: null, to };
    case '>':
      return { from: to, to: null };
    case '>=':
      return { from, to: null };
    default:
      return { from, to };
  }
}

/** Whether one of the names of something of ours (folder, custodian) is what a restriction asks for. */
export function isLabelled(
  { operator, value }: { readonly operator: ComparisonOperator; readonly value: SingleValue | RangeValue },
  names: readonly string[],
): boolean {
  if (value.kind === 'range') return false;
  if (operator === ':') {
    const pattern = patternOf(value.text, { prefix: value.isPrefix });
    return names.some((name) => placesOf(pattern, tokenise(name)).length > 0);
  }
  const wanted = fold(value.text.trim());
  return names.some((name) => (value.isPrefix ? fold(name).startsWith(wanted) : fold(name) === wanted));
}

/** The positions at which a text holds a pattern. */
export function placesOf({ slots }: Pattern, tokens: readonly Token[]): readonly number[] {
  const [first] = slots;
  if (first === undefined) return [];
  const at = Map.groupBy(tokens, ({ position }) => position);
  const isThere = (base: number): boolean =>
    slots.every(({ term, offset, isPrefix }) =>
      (at.get(base + offset) ?? []).some((token) => (isPrefix ? token.term.startsWith(term) : token.term === term)),
    );
  return [...at.keys()]
    .filter((position) => isThere(position - first.offset))
    .map((position) => position - first.offset);
}
