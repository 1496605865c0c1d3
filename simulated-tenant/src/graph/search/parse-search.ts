import { searchSyntaxError, searchWords, type SearchOperator, type SearchWord } from './search-words.ts';

/** What a `$search` asks for. */
export type Search =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Search[] }
  | { readonly kind: 'not'; readonly part: Search }
  | SearchTerm;

export interface SearchTerm {
  readonly kind: 'term';
  /** Null: the default properties. */
  readonly property: string | null;
  readonly operator: SearchOperator;
  readonly value: string;
  readonly isPhrase: boolean;
}

const deepest = 60;

interface Reader {
  readonly text: string;
  readonly words: readonly SearchWord[];
  at: number;
  depth: number;
}

/**
 * Parses the part of KQL that Graph's mail search takes: free text, phrases, `property:value`, comparisons, ranges,
 * AND, OR, NOT, brackets. Terms side by side must all hold; repeats of one property are alternatives.
 * Errors: GraphError 400 (BadRequest) with the position.
 */
export function parseSearch(text: string): Search {
  const reader: Reader = { text, words: searchWords(text), at: 0, depth: 0 };
  const search = disjunction(reader, null);
  if (peek(reader).kind !== 'end') throw searchSyntaxError(text, peek(reader).at);
  return search;
}

function peek({ words, at, text }: Reader): SearchWord {
  return words[at] ?? { kind: 'end', text: '', property: null, operator: ':', at: text.length };
}

function disjunction(reader: Reader, property: string | null): Search {
  const parts = [conjunction(reader, property)];
  while (peek(reader).kind === 'or') {
    reader.at += 1;
    parts.push(conjunction(reader, property));
  }
  return joined('or', parts);
}

function conjunction(reader: Reader, property: string | null): Search {
  // Runs of terms side by side; AND ends a run.
  const runs: Search[][] = [[negation(reader, property)]];
  for (;;) {
    const { kind } = peek(reader);
    if (kind === 'end' || kind === 'close' || kind === 'or') break;
    if (kind === 'and') {
      reader.at += 1;
      runs.push([]);
    }
    runs.at(-1)?.push(negation(reader, property));
  }
  return joined('and', runs.flatMap(alternatives));
}

/** Of terms side by side, those of one property are alternatives. */
function alternatives(run: readonly Search[]): readonly Search[] {
  const named = Map.groupBy(run, (part) => (part.kind === 'term' && part.operator === ':' ? part.property : null));
  return [...named].flatMap(([property, parts]) => (property === null ? parts : [joined('or', parts)]));
}

function negation(reader: Reader, property: string | null): Search {
  if (peek(reader).kind !== 'not') return primary(reader, property);
  reader.at += 1;
  return { kind: 'not', part: nested(reader, () => negation(reader, property)) };
}

function primary(reader: Reader, property: string | null): Search {
  const word = peek(reader);
  reader.at += 1;
  switch (word.kind) {
    case 'open': {
      const inner = nested(reader, () => disjunction(reader, word.property ?? property));
      if (peek(reader).kind !== 'close') throw searchSyntaxError(reader.text, peek(reader).at);
      reader.at += 1;
      return inner;
    }
    case 'word':
    case 'phrase': {
      const isPhrase = word.kind === 'phrase';
      return { kind: 'term', property: word.property ?? property, operator: word.operator, value: word.text, isPhrase };
    }
    case 'and':
    case 'or':
    case 'not':
    case 'close':
    case 'end':
      throw searchSyntaxError(reader.text, word.at);
  }
}

function nested<Result>(reader: Reader, read: () => Result): Result {
  reader.depth += 1;
  if (reader.depth > deepest) throw searchSyntaxError(reader.text, peek(reader).at);
  const result = read();
  reader.depth -= 1;
  return result;
}

function joined(kind: 'and' | 'or', parts: readonly Search[]): Search {
  const [first] = parts;
  return first !== undefined && parts.length === 1 ? first : { kind, parts };
}
