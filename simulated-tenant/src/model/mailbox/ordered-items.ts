/**
 * Items in the order of a listing (time, then number), addressed by position.
 * `before(time)` says how many items have an earlier time.
 */
export interface OrderedItems<T> {
  readonly length: number;
  timeAt(position: number): number;
  at(position: number): T;
  before(time: number): number;
}

/** The first position from 0 to `length` for which `reached` holds; `reached` never turns false again. */
export function firstPosition(length: number, reached: (position: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** An array that is already in order. */
export function orderedArray<T>(items: readonly T[], timeOf: (item: T) => number): OrderedItems<T> {
  function at(position: number): T {
    const item = items[position];
    if (item === undefined) throw new RangeError(`no item at ${position}`);
    return item;
  }
  const timeAt = (position: number): number => timeOf(at(position));
  const before = (time: number): number => firstPosition(items.length, (position) => timeAt(position) >= time);
  return { length: items.length, at, timeAt, before };
}

/**
 * Two orders read as one, without building it: positions are found by bisection, so a page deep in
 * millions costs as much as the first. At equal times `first` comes before `second`.
 */
export function mergedItems<T>(
  first: OrderedItems<T>,
  second: OrderedItems<T>,
): OrderedItems<T> & { slice(start: number, end: number): T[] } {
  const length = first.length + second.length;
  // Items of `first` at or before this time: times are whole milliseconds.
  const upTo = (time: number): number => first.before(Math.floor(time) + 1);
  /** How many of the first `position` items come from `second`. */
  const split = (position: number): number =>
    firstPosition(second.length, (at) => at + upTo(second.timeAt(at)) >= position);
  function slice(start: number, end: number): T[] {
    const from = Math.max(0, start);
    let inSecond = split(from);
    let inFirst = from - inSecond;
    const items: T[] = [];
    while (items.length < end - from && inFirst + inSecond < length) {
      const takeFirst =
        inSecond >= second.length || (inFirst < first.length && first.timeAt(inFirst) <= second.timeAt(inSecond));
      items.push(takeFirst ? first.at(inFirst++) : second.at(inSecond++));
    }
    return items;
  }
  function at(position: number): T {
    const [item] = slice(position, position + 1);
    if (item === undefined) throw new RangeError(`no item at ${position}`);
    return item;
  }
  function timeAt(position: number): number {
    const inSecond = split(position);
    const inFirst = position - inSecond;
    if (inFirst >= first.length) return second.timeAt(inSecond);
    if (inSecond >= second.length) return first.timeAt(inFirst);
    return Math.min(first.timeAt(inFirst), second.timeAt(inSecond));
  }
  return { length, at, timeAt, slice, before: (time) => first.before(time) + second.before(time) };
}
