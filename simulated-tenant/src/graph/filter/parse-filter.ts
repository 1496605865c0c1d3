import { badRequest } from '../protocol/graph-error.ts';
import type { Filter, Literal, Operator, TextFunction } from './syntax.ts';
import { syntaxError, words, type Word } from './words.ts';

const operators = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const textFunctions = new Set(['contains', 'startswith', 'endswith']);
const deepest = 60;

/**
 * Parses the OData `$filter` grammar that Graph's mail and directory share:
 * comparisons, `in`, `and`, `or`, `not`, brackets, contains/startswith/endswith and `any`.
 * Errors: GraphError 400 (BadRequest, "Invalid filter clause").
 */
export function parseFilter(text: string): Filter {
  const reader = createReader(text);
  const filter = disjunction(reader, 0);
  if (reader.peek().kind !== 'end') throw reader.error();
  return filter;
}

interface Reader {
  peek(): Word;
  take(): Word;
  /** Takes the next word when it reads like this, whatever its case. */
  takeIf(text: string): boolean;
  expect(text: string): void;
  error(): Error;
}

function createReader(text: string): Reader {
  const list = words(text);
  const end: Word = { kind: 'end', text: '', at: text.length };
  let at = 0;
  const reader: Reader = {
    peek: () => list[at] ?? end,
    take() {
      const word = reader.peek();
      at += 1;
      return word;
    },
    takeIf(wanted) {
      if (reader.peek().kind === 'string' || reader.peek().text.toLowerCase() !== wanted) return false;
      at += 1;
      return true;
    },
    expect(wanted) {
      if (!reader.takeIf(wanted)) throw reader.error();
    },
    error: () => syntaxError(text, reader.peek().at),
  };
  return reader;
}

function disjunction(reader: Reader, depth: number): Filter {
  if (depth > deepest) throw badRequest('Invalid filter clause: The filter is nested too deeply.');
  let left = conjunction(reader, depth);
  while (reader.takeIf('or')) left = { kind: 'or', left, right: conjunction(reader, depth) };
  return left;
}

function conjunction(reader: Reader, depth: number): Filter {
  let left = negation(reader, depth);
  while (reader.takeIf('and')) left = { kind: 'and', left, right: negation(reader, depth) };
  return left;
}

function negation(reader: Reader, depth: number): Filter {
  if (depth > deepest) throw badRequest('Invalid filter clause: The filter is nested too deeply.');
  if (reader.takeIf('not')) return { kind: 'not', operand: negation(reader, depth + 1) };
  if (reader.takeIf('(')) {
    const inner = disjunction(reader, depth + 1);
    reader.expect(')');
    return inner;
  }
  return primary(reader, depth);
}

function primary(reader: Reader, depth: number): Filter {
  const word = reader.take();
  if (word.kind !== 'name') throw reader.error();
  const lower = word.text.toLowerCase();
  if (textFunctions.has(lower) && reader.takeIf('(')) return textCondition(reader, lower as TextFunction);
  if (lower.endsWith('/any') && reader.takeIf('(')) return anyCondition(reader, word.text.slice(0, -4), depth);
  const operator = reader.take();
  const name = operator.text.toLowerCase();
  if (operator.kind === 'name' && name === 'in')
    return { kind: 'in', property: word.text, values: literalList(reader) };
  if (operator.kind !== 'name' || !operators.has(name)) throw reader.error();
  return { kind: 'compare', property: word.text, operator: name as Operator, value: literal(reader) };
}

function textCondition(reader: Reader, name: TextFunction): Filter {
  const property = reader.take();
  if (property.kind !== 'name') throw reader.error();
  reader.expect(',');
  const value = literal(reader);
  if (value.type !== 'string') throw reader.error();
  reader.expect(')');
  return { kind: 'text', name, property: property.text, value: value.value };
}

function anyCondition(reader: Reader, property: string, depth: number): Filter {
  if (reader.takeIf(')')) return { kind: 'any', property, condition: undefined };
  const variable = reader.take();
  if (variable.kind !== 'name') throw reader.error();
  reader.expect(':');
  const condition = disjunction(reader, depth + 1);
  reader.expect(')');
  return { kind: 'any', property, condition: relativeTo(variable.text, condition) };
}

function relativeTo(variable: string, filter: Filter): Filter {
  const relative = (property: string): string =>
    property === variable ? '' : property.startsWith(`${variable}/`) ? property.slice(variable.length + 1) : property;
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { ...filter, left: relativeTo(variable, filter.left), right: relativeTo(variable, filter.right) };
    case 'not':
      return { ...filter, operand: relativeTo(variable, filter.operand) };
    case 'compare':
    case 'text':
    case 'in':
    case 'any':
      return { ...filter, property: relative(filter.property) };
  }
}

function literalList(reader: Reader): readonly Literal[] {
  reader.expect('(');
  const values = [literal(reader)];
  while (reader.takeIf(',')) values.push(literal(reader));
  reader.expect(')');
  return values;
}

function literal(reader: Reader): Literal {
  const word = reader.peek();
  switch (word.kind) {
    case 'string':
      reader.take();
      return { type: 'string', value: word.text.slice(1, -1).replaceAll("''", "'") };
    case 'guid':
      reader.take();
      return { type: 'string', value: word.text };
    case 'number':
      reader.take();
      return { type: 'number', value: Number(word.text) };
    case 'time': {
      const value = timeOf(word.text);
      if (Number.isNaN(value)) throw reader.error();
      reader.take();
      return { type: 'time', value };
    }
    case 'name':
      return namedLiteral(reader);
    case 'punctuation':
    case 'end':
      throw reader.error();
  }
}

function namedLiteral(reader: Reader): Literal {
  if (reader.takeIf('true')) return { type: 'boolean', value: true };
  if (reader.takeIf('false')) return { type: 'boolean', value: false };
  if (reader.takeIf('null')) return { type: 'null', value: null };
  throw reader.error();
}

/** A time without a zone is UTC; a date alone is its midnight. */
function timeOf(text: string): number {
  if (!text.includes('T')) return Date.parse(`${text}T00:00:00Z`);
  return Date.parse(/(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`);
}
