import { badRequest } from '../protocol/graph-error.ts';

export interface SearchWord {
  readonly kind: 'word' | 'phrase' | 'and' | 'or' | 'not' | 'open' | 'close' | 'end';
  readonly text: string;
  /** The property it is asked of, lower case; null for free text. */
  readonly property: string | null;
  /** Between property and value. */
  readonly operator: SearchOperator;
  readonly at: number;
}

export type SearchOperator = ':' | '=' | '<' | '<=' | '>' | '>=' | '<>';

const shapes: readonly (readonly [RegExp, (found: RegExpExecArray) => Partial<SearchWord>])[] = [
  [/\(/y, () => ({ kind: 'open' })],
  [/\)/y, () => ({ kind: 'close' })],
  [/AND(?=[\s(]|$)/y, () => ({ kind: 'and' })],
  [/OR(?=[\s(]|$)/y, () => ({ kind: 'or' })],
  [/NOT(?=[\s(]|$)/y, () => ({ kind: 'not' })],
  [/-(?=[^\s])/y, () => ({ kind: 'not' })],
  // A plus says that the word must be there, as it must without it.
  [/\+(?=[^\s])/y, () => ({ kind: 'and' })],
  [
    /([A-Za-z]+)(<=|>=|<>|:|=|<|>)(?=\S)/y,
    ([, property = '', operator = ':']) => ({
      property: property.toLowerCase(),
      operator: operator as SearchOperator,
    }),
  ],
  [/"([^"]*)"/y, ([, text = '']) => ({ kind: 'phrase', text })],
  [/[^\s()"]+/y, ([text = '']) => ({ kind: 'word', text })],
];

/**
 * Splits a KQL text into words, operators and brackets. Operators are upper case.
 * Errors: GraphError 400 at a quotation mark that is not closed.
 */
export function searchWords(text: string): readonly SearchWord[] {
  const found: SearchWord[] = [];
  let property: string | null = null;
  let operator: SearchOperator = ':';
  for (let at = 0; at < text.length;) {
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
      continue;
    }
    const { word, length } = wordAt(text, at, property !== null);
    if (word.kind === undefined) {
      property = word.property ?? null;
      operator = word.operator ?? ':';
    } else {
      found.push({ text: '', ...word, kind: word.kind, property, operator, at });
      // Words in brackets after a property are all asked of it; the parser knows.
      property = null;
      operator = ':';
    }
    at += length;
  }
  return [...found, { kind: 'end', text: '', property: null, operator: ':', at: text.length }];
}

function wordAt(text: string, at: number, isValue: boolean): { word: Partial<SearchWord>; length: number } {
  for (const [shape, make] of isValue ? values : shapes) {
    shape.lastIndex = at;
    const match = shape.exec(text);
    if (match !== null) return { word: make(match), length: match[0].length };
  }
  throw searchSyntaxError(text, at);
}

/** What may follow a property. */
const values = shapes.filter(
  ([shape]) => shape.source.startsWith('\\(') || shape.source.startsWith('"') || shape.source.startsWith('[^'),
);

export function searchSyntaxError(text: string, at: number): Error {
  const character = text[at];
  return badRequest(
    character === undefined
      ? `Syntax error: the search query ends too early in '${text}'.`
      : `Syntax error: character '${character}' is not valid at position ${at} in '${text}'.`,
  );
}
