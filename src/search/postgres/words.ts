import type { Expression } from '../kql/expression.ts';
import { definitionOf } from '../kql/properties.ts';
import { allOfQueries, either, freeCondition, propertyCondition, type WordCondition } from './tsquery.ts';

/** What an expression of words alone asks of a message all of whose words stand in one row. */
export interface WordQuery {
  /** A tsquery that holds exactly where the expression does. */
  readonly exact: string;
  /** What the index of words is asked: holds wherever `exact` does; null where nothing can be asked of it. */
  readonly candidates: string | null;
  /** Whether some word must be there, so that the index leads to what is found. */
  readonly isLed: boolean;
  /** How many words, phrases and nearnesses are asked for. */
  readonly parts: number;
}

/** A word, a phrase, a nearness, or words of a property; null for everything else. */
export function wordsOf(expression: Expression): WordCondition | null {
  if (expression.kind === 'text' || expression.kind === 'near') return freeCondition(expression);
  const isWords = expression.kind === 'restriction' && definitionOf(expression.property).type === 'words';
  return isWords ? propertyCondition(expression) : null;
}

/** An expression of words alone as one query; null where something else is asked for in it. */
export function wordQueryOf(expression: Expression): WordQuery | null {
  switch (expression.kind) {
    case 'not':
      return negated(wordQueryOf(expression.operand));
    case 'and':
    case 'or': {
      const queries = expression.operands.map(wordQueryOf);
      return queries.every((one) => one !== null) ? joined(expression.kind, queries) : null;
    }
    default: {
      const words = wordsOf(expression);
      if (words === null) return null;
      const { candidates, verification } = words;
      const query = { exact: verification ?? candidates, candidates, isLed: true, parts: 1 };
      return expression.kind === 'restriction' && expression.operator === '<>' ? negated(query) : query;
    }
  }
}

function negated(query: WordQuery | null): WordQuery | null {
  if (query === null) return null;
  const exact = `!(${query.exact})`;
  return { exact, candidates: query.candidates === query.exact ? exact : null, isLed: false, parts: query.parts };
}

function joined(kind: 'and' | 'or', queries: readonly WordQuery[]): WordQuery {
  const join = kind === 'and' ? allOfQueries : either;
  const exact = join(queries.map((query) => query.exact));
  const asked = queries.flatMap(({ candidates }) => candidates ?? []);
  const isAsked = kind === 'and' ? asked.length > 0 : asked.length === queries.length;
  const isSame = queries.every((query) => query.candidates === query.exact);
  return {
    exact,
    candidates: isSame ? exact : isAsked ? join(asked) : null,
    isLed: kind === 'and' ? queries.some(({ isLed }) => isLed) : queries.every(({ isLed }) => isLed),
    parts: queries.reduce((sum, { parts }) => sum + parts, 0),
  };
}
