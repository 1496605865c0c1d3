import { badRequest } from '../protocol/graph-error.ts';

export interface Word {
  readonly kind: 'name' | 'string' | 'time' | 'number' | 'guid' | 'punctuation' | 'end';
  readonly text: string;
  readonly at: number;
}

const shapes: readonly (readonly [Word['kind'], RegExp])[] = [
  ['guid', /[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}/y],
  ['time', /\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,12})?)?(?:Z|[+-]\d{2}:\d{2})?)?/y],
  ['number', /-?\d+(?:\.\d+)?/y],
  ['string', /'(?:[^']|'')*'/y],
  ['name', /[A-Za-z_$][A-Za-z0-9_.$]*(?:\/[A-Za-z_$][A-Za-z0-9_.$]*)*/y],
  ['punctuation', /[(),:]/y],
];

/**
 * Splits a `$filter` into words.
 * Errors: GraphError 400 at the first character that starts none.
 */
export function words(text: string): readonly Word[] {
  const found: Word[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    if (at >= text.length) break;
    const word = wordAt(text, at);
    if (word === undefined) throw syntaxError(text, at);
    found.push(word);
    at += word.text.length;
  }
  return [...found, { kind: 'end', text: '', at: text.length }];
}

function wordAt(text: string, at: number): Word | undefined {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at;
    const [match] = shape.exec(text) ?? [];
    if (match !== undefined) return { kind, text: match, at };
  }
  return undefined;
}

export function syntaxError(text: string, at: number): Error {
  return badRequest(`Invalid filter clause: Syntax error at position ${String(at)} in '${text}'.`);
}
