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
    for (const [index, terms] of places.entries()) {
      if (!chunk.takes(terms, start + index)) {
        close();
        const first = Math.max(0, index - overlap);
        start = 1 - first;
        for (let again = first; again < index; again += 1) chunk.add(places[again] ?? [], start + again);
      }
      chunk.add(terms, start + index);
    }
  }
  close();
  return chunks;
}

interface Term {
  readonly text: string;
  readonly weight: '' | 'A';
}

/** The terms at each position of a unit, in order. */
function placesOf({ field, text }: Unit): readonly (readonly Term[])[] {
  const isNamed = named.has(field);
  const places: Term[][] = isNamed ? [[{ text: fieldTerm(field, beginMark), weight: '' }]] : [];
  const offset = places.length;
  for (const { term, position } of tokenise(text)) {
    const place = (places[position + offset] ??= []);
    place.push({ text: term, weight: field === 'body' ? 'A' : '' });
    if (isNamed) place.push({ text: fieldTerm(field, term), weight: '' });
  }
  if (isNamed) places.push([{ text: fieldTerm(field, endMark), weight: '' }]);
  return places;
}

/** One tsvector on its way, within the limits of one. */
class Chunk {
  readonly #positions = new Map<string, string[]>();
  #bytes = 0;
  last = 0;

  get size(): number {
    return this.#positions.size;
  }

  takes(terms: readonly Term[], position: number): boolean {
    if (position > lastPosition || this.#bytes > mostBytes) return false;
    return terms.every(({ text }) => (this.#positions.get(text)?.length ?? 0) < mostOfOneTerm);
  }

  add(terms: readonly Term[], position: number): void {
    this.last = Math.max(this.last, position);
    for (const { text, weight } of terms) {
      const place = `${String(position)}${weight}`;
      const places = this.#positions.get(text);
      this.#bytes += 2;
      if (places === undefined) {
        this.#positions.set(text, [place]);
        this.#bytes += Buffer.byteLength(text) + 8;
      } else if (places.at(-1) !== place) places.push(place);
    }
  }

  text(): string {
    const parts: string[] = [];
    for (const [term, places] of this.#positions) parts.push(`${quoteTerm(term)}:${places.join(',')}`);
    return parts.join(' ');
  }
}

/** A term as tsvector and tsquery write it. */
export function quoteTerm(term: string): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
