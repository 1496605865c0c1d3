import { tokenise } from '#evidence';
import { longestReach } from '../kql/proximity.ts';
import type { Field, Unit } from './units.ts';

/** Raised when the tokeniser, the units or the form of chunks change: everything is indexed again. */
export const indexVersion = 1;

// A tsvector keeps positions up to 16,383, 256 of each term, and one MiB in all.
const lastPosition = 16_000;
const mostOfOneTerm = 255;
const mostBytes = 760_000;
/** Between two units, so that nothing reaches from one into the other. */
const gap = longestReach + 2;
/** What a chunk repeats of the one before; the marks around a field are within reach, too. */
const overlap = longestReach + 2;

/** Fields whose words are in the index a second time under the field's name, with marks at both ends. */
const named: ReadonlySet<Field> = new Set(['subject', 'from', 'to', 'cc', 'bcc', 'attachment']);

/** The term under which a field's own word is found. No word has a colon in it. */
export function fieldTerm(field: Field, term: string): string {
  return `${field}:${term}`;
}

/** What stands before the first and after the last word of a field. */
export const beginMark = '^';
export const endMark = '$';

/**
 * The words of a message as tsvectors, in the form in which Postgres takes them over the wire.
 * Laws: any `longestReach` positions in a row of one unit are together in some chunk; words of the body have weight A.
 */
export function chunksOf(units: readonly Unit[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  let chunk = new Chunk();
  const close = (): void => {
    if (chunk.size > 0) chunks.push(chunk.encoded());
    chunk = new Chunk();
  };
  for (const unit of units) {
    if (chunk.last + gap + longestReach > lastPosition) close();
    let start = chunk.last === 0 ? 1 : chunk.last + gap;
    const terms = termsOf(unit);
    const isBody = unit.field === 'body';
    let previous = -1;
    for (const [at, { term, position }] of terms.entries()) {
      if (position !== previous && !chunk.takes(start + position)) {
        close();
        const first = Math.max(0, position - overlap);
        start = 1 - first;
        for (const again of repeated(terms, at, first)) chunk.add(again.term, start + again.position, isBody);
      }
      chunk.add(term, start + position, isBody);
      previous = position;
    }
  }
  close();
  return chunks;
}

interface Placed {
  readonly term: string;
  readonly position: number;
}

/** The terms before `at` from a position on. */
function repeated(terms: readonly Placed[], at: number, from: number): readonly Placed[] {
  let first = at;
  while ((terms[first - 1]?.position ?? -1) >= from) first -= 1;
  return terms.slice(first, at);
}

/** The terms of a unit in the order of their positions, from 0. */
function termsOf({ field, text }: Unit): readonly Placed[] {
  const tokens = tokenise(text);
  // A compound comes after its words, and stands beside the first of them.
  if (tokens.some(({ kind }) => kind === 'compound')) tokens.sort((a, b) => a.position - b.position);
  if (!named.has(field)) return tokens;
  const last = (tokens.at(-1)?.position ?? -1) + 1;
  return [
    { term: fieldTerm(field, beginMark), position: 0 },
    ...tokens.flatMap(({ term, position }) => [
      { term, position: position + 1 },
      { term: fieldTerm(field, term), position: position + 1 },
    ]),
    { term: fieldTerm(field, endMark), position: last + 1 },
  ];
}

const weightA = 3 << 14;

/** One tsvector on its way, within the limits of one. */
class Chunk {
  /** Of each term the last of its places; the next of that is the first: a place is an index of the two lists. */
  readonly #lastPlaces = new Map<string, number>();
  readonly #places: number[] = [];
  readonly #next: number[] = [];
  readonly #count: number[] = [];
  #bytes = 4;
  #isFull = false;
  last = 0;

  get size(): number {
    return this.#lastPlaces.size;
  }

  takes(position: number): boolean {
    return position <= lastPosition && this.#bytes <= mostBytes && !this.#isFull;
  }

  add(term: string, position: number, isBody: boolean): void {
    this.last = position;
    const place = isBody ? position | weightA : position;
    const at = this.#places.length;
    const before = this.#lastPlaces.get(term);
    if (before === undefined) {
      // No character of UTF-16 takes more than three bytes.
      this.#bytes += term.length * 3 + 10;
      this.#next.push(at);
      this.#count.push(1);
    } else {
      if (this.#places[before] === place) return;
      this.#bytes += 2;
      this.#next.push(this.#next[before] ?? at);
      this.#next[before] = at;
      const count = (this.#count[before] ?? 0) + 1;
      this.#count.push(count);
      if (count >= mostOfOneTerm) this.#isFull = true;
    }
    this.#places.push(place);
    this.#lastPlaces.set(term, at);
  }

  /** What `tsvectorrecv` of Postgres reads: how many terms, and of each its letters, a zero, and its positions. */
  encoded(): Buffer {
    const buffer = Buffer.allocUnsafe(this.#bytes);
    let at = buffer.writeInt32BE(this.#lastPlaces.size, 0);
    for (const [term, last] of this.#lastPlaces) {
      at = writeText(buffer, term, at);
      buffer[at++] = 0;
      const count = this.#count[last] ?? 0;
      buffer[at++] = count >> 8;
      buffer[at++] = count & 0xff;
      let entry = last;
      for (let left = count; left > 0; left -= 1) {
        entry = this.#next[entry] ?? 0;
        const place = this.#places[entry] ?? 0;
        buffer[at++] = place >> 8;
        buffer[at++] = place & 0xff;
      }
    }
    return buffer.subarray(0, at);
  }
}

/** UTF-8; most terms are short and plain, for which a call into the engine takes longer than this. */
function writeText(buffer: Buffer, text: string, start: number): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 0x80) return start + buffer.write(text, start);
    buffer[start + index] = code;
  }
  return start + text.length;
}
