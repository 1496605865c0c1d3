import { badRequest } from '../protocol/graph-error.ts';
import type { Comparison, Filter, Literal, Operator } from './syntax.ts';

export type PropertyType = 'string' | 'time' | 'boolean' | 'number' | 'strings' | 'objects';

/** A property that may be filtered on, and how its value is read. */
export interface FilterProperty<Item> {
  readonly type: PropertyType;
  /** Text compares without regard to case. */
  readonly read: (item: Item) => unknown;
}

/** The filterable properties of a type by lower-case path, and what happens to any other. */
export interface FilterSchema<Item> {
  readonly type: string;
  readonly properties: ReadonlyMap<string, FilterProperty<Item>>;
  readonly refuse: (property: string) => Error;
}

const edmTypes: Readonly<Record<Literal['type'], string>> = {
  string: 'Edm.String',
  time: 'Edm.DateTimeOffset',
  number: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  null: 'null',
};
const operandTypes: Readonly<Record<PropertyType, string>> = {
  string: 'Edm.String',
  time: 'Edm.DateTimeOffset',
  number: 'Edm.Int32',
  boolean: 'Edm.Boolean',
  strings: 'Edm.String',
  objects: 'Edm.ComplexType',
};
const operatorNames: Readonly<Record<Operator, string>> = {
  eq: 'Equal',
  ne: 'NotEqual',
  gt: 'GreaterThan',
  ge: 'GreaterThanOrEqual',
  lt: 'LessThan',
  le: 'LessThanOrEqual',
};

/**
 * Checks a filter against a schema and makes a predicate of it.
 * Errors: GraphError 400 for unknown properties and for literals of another type.
 */
export function predicateOf<Item>(filter: Filter, schema: FilterSchema<Item>): (item: Item) => boolean {
  switch (filter.kind) {
    case 'and':
    case 'or': {
      const left = predicateOf(filter.left, schema);
      const right = predicateOf(filter.right, schema);
      return filter.kind === 'and' ? (item) => left(item) && right(item) : (item) => left(item) || right(item);
    }
    case 'not': {
      const inner = predicateOf(filter.operand, schema);
      return (item) => !inner(item);
    }
    case 'compare':
      return comparison(filter, propertyOf(filter.property, schema));
    case 'text':
      return textTest(filter, propertyOf(filter.property, schema));
    case 'in': {
      const property = propertyOf(filter.property, schema);
      const tests = filter.values.map((value) =>
        comparison({ kind: 'compare', property: filter.property, operator: 'eq', value }, property),
      );
      return (item) => tests.some((test) => test(item));
    }
    case 'any':
      return anyTest(filter, propertyOf(filter.property, schema));
  }
}

function propertyOf<Item>(name: string, schema: FilterSchema<Item>): FilterProperty<Item> {
  const property = schema.properties.get(name.toLowerCase());
  if (property === undefined) throw schema.refuse(name);
  return property;
}

function comparison<Item>(
  { operator, value }: Comparison,
  { type, read }: FilterProperty<Item>,
): (item: Item) => boolean {
  if (value.type === 'null') return (item) => (read(item) === null || read(item) === undefined) === (operator === 'eq');
  const fits = value.type === type;
  if (!fits) {
    throw badRequest(
      `Invalid filter clause: A binary operator with incompatible types was detected. Found operand types '${operandTypes[type]}' and '${edmTypes[value.type]}' for operator kind '${operatorNames[operator]}'.`,
    );
  }
  const wanted = typeof value.value === 'string' ? value.value.toLowerCase() : value.value;
  return (item) => {
    const actual = read(item);
    if (actual === null || actual === undefined) return operator === 'ne';
    return compared(typeof actual === 'string' ? actual.toLowerCase() : actual, operator, wanted);
  };
}

function compared(actual: unknown, operator: Operator, wanted: string | number | boolean): boolean {
  if (operator === 'eq') return actual === wanted;
  if (operator === 'ne') return actual !== wanted;
  const order = orderOf(actual, wanted);
  switch (operator) {
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
  }
}

function orderOf(actual: unknown, wanted: string | number | boolean): number {
  if (typeof actual === 'number') return actual - Number(wanted);
  const left = String(actual);
  const right = String(wanted);
  return left < right ? -1 : left > right ? 1 : 0;
}

function textTest<Item>(
  filter: Extract<Filter, { kind: 'text' }>,
  { type, read }: FilterProperty<Item>,
): (item: Item) => boolean {
  if (type !== 'string')
    throw badRequest(
      `Invalid filter clause: No function signature for the function with name '${filter.name}' matches the specified arguments.`,
    );
  const wanted = filter.value.toLowerCase();
  return (item) => {
    const actual = read(item);
    if (typeof actual !== 'string') return false;
    const text = actual.toLowerCase();
    switch (filter.name) {
      case 'contains':
        return text.includes(wanted);
      case 'startswith':
        return text.startsWith(wanted);
      case 'endswith':
        return text.endsWith(wanted);
    }
  };
}

function anyTest<Item>(
  filter: Extract<Filter, { kind: 'any' }>,
  { type, read }: FilterProperty<Item>,
): (item: Item) => boolean {
  if (type !== 'strings' && type !== 'objects')
    throw badRequest(
      `Invalid filter clause: Any/All may only be used following a collection. '${filter.property}' is none.`,
    );
  const { condition } = filter;
  const elements = (item: Item): readonly unknown[] => (read(item) as readonly unknown[] | undefined) ?? [];
  if (condition === undefined) return (item) => elements(item).length > 0;
  const test = predicateOf<unknown>(condition, elementSchema(type, condition));
  return (item) => elements(item).some(test);
}

/** Inside `any`, the element itself is the property `` and its fields are text. */
function elementSchema(type: 'strings' | 'objects', condition: Filter): FilterSchema<unknown> {
  const properties = new Map<string, FilterProperty<unknown>>();
  if (type === 'strings') properties.set('', { type: 'string', read: (item) => item });
  else {
    for (const field of namesIn(condition))
      properties.set(field.toLowerCase(), {
        type: 'string',
        read: (item) => (item as Readonly<Record<string, unknown>>)[field],
      });
  }
  return {
    type: 'element',
    properties,
    refuse: (property) => badRequest(`Invalid filter clause: Could not find a property named '${property}'.`),
  };
}

function namesIn(filter: Filter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return [...namesIn(filter.left), ...namesIn(filter.right)];
    case 'not':
      return namesIn(filter.operand);
    case 'compare':
    case 'text':
    case 'in':
    case 'any':
      return filter.property === '' ? [] : [filter.property];
  }
}
