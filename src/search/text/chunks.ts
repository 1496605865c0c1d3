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
 * The words of a message as tsvectors in text form.
 * Laws: any `longestReach` positions in a row of one unit are together in some chunk; words of the body have weight A.
 */
export function chunksOf(units: readonly Unit[]): readonly string[] {
  const chunks: string[] = [];
  let chunk = new Chunk();
  const close = (): void => {
    if (chunk.size > 0) chunks.push(chunk.text());
    chunk = new Chunk();
  };
  for (const unit of units) {
    if (chunk.last + gap + longestReach > lastPosition) close();
    let start = chunk.last === 0 ? 1 : chunk.last + gap;
    const places = placesOf(unit);
    const isBody = unit.field === 'body';
    for (const [index, terms] of places.entries()) {
      if (!chunk.takes(start + index)) {
        close();
        const first = Math.max(0, index - overlap);
        start = 1 - first;
        for (let again = first; again < index; again += 1) chunk.add(places[again] ?? [], start + again, isBody);
      }
      chunk.add(terms, start + index, isBody);
    }
  }
  close();
  return chunks;
}

/** The terms at each position of a unit, in order. */
function placesOf({ field, text }: Unit): readonly (readonly string[])[] {
  const isNamed = named.has(field);
  const places: string[][] = isNamed ? [[fieldTerm(field, beginMark)]] : [];
  const offset = places.length;
  for (const { term, position } of tokenise(text)) {
    const place = (places[position + offset] ??= []);
    place.push(term);
    if (isNamed) place.push(fieldTerm(field, term));
  }
  if (isNamed) places.push([fieldTerm(field, endMark)]);
  return places;
}

/** One tsvector on its way, within the limits of one. */
class Chunk {
  /** Of each term its positions, doubled, and one more for weight A. */
  readonly #places = new Map<string, number[]>();
  #bytes = 0;
  #isFull = false;
  last = 0;

  get size(): number {
    return this.#places.size;
  }

  takes(position: number): boolean {
    return position <= lastPosition && this.#bytes <= mostBytes && !this.#isFull;
  }

  add(terms: readonly string[], position: number, isBody: boolean): void {
    this.last = position;
    const place = position * 2 + (isBody ? 1 : 0);
    for (const term of terms) {
      const places = this.#places.get(term);
      this.#bytes += 2;
      if (places === undefined) {
        this.#places.set(term, [place]);
        // No character of UTF-16 takes more than three bytes.
        this.#bytes += term.length * 3 + 8;
      } else if (places[places.length - 1] !== place) {
        places.push(place);
        if (places.length >= mostOfOneTerm) this.#isFull = true;
      }
    }
  }

  text(): string {
    let text = '';
    for (const [term, places] of this.#places) {
      let separator = `${quoteTerm(term)}:`;
      for (const place of places) {
        text += `${separator}${String(place >> 1)}${(place & 1) === 1 ? 'A' : ''}`;
        separator = ',';
      }
      text += ' ';
    }
    return text;
  }
}

/** A term as tsvector and tsquery write it. */
export function quoteTerm(term: string): string {
  return /['\\]/.test(term) ? `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${term}'`;
}
