import type { Column, Schema, Table } from './schema-store.ts';

const head = `// Written by \`npm run gen\` from the migrated schema.
import type { ColumnType, GeneratedAlways } from 'kysely';

/** Comes back unchecked (a schema parses it); written as an object, or as JSON text where it may be an array. */
export type Json = ColumnType<unknown, object | string, object | string>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** Has a default: may be left out of an insert. */
export type Generated<T> =
  T extends ColumnType<infer Selected, infer Inserted, infer Updated>
    ? ColumnType<Selected, Inserted | undefined, Updated>
    : ColumnType<T, T | undefined, T>;
`;

const scalarTypes: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  date: 'string',
  numeric: 'string',
  tsvector: 'string',
  integer: 'number',
  smallint: 'number',
  bigint: 'number',
  real: 'number',
  'double precision': 'number',
  boolean: 'boolean',
  bytea: 'Buffer',
  jsonb: 'Json',
  'timestamp with time zone': 'Timestamp',
};

/** The TypeScript source of the type of all tables, for the query layer. */
export function tablesSource(schema: Schema): string {
  const tables = schema.tables.map(tableSource);
  const index = schema.tables.map(({ name }) => `  ${name}: ${typeName(name)};`);
  return [head, ...tables, `export interface Tables {\n${index.join('\n')}\n}\n`].join('\n');
}

function tableSource(table: Table): string {
  const lines = table.columns.map((column) => `  ${column.name}: ${columnSource(table, column)};`);
  return `export interface ${typeName(table.name)} {\n${lines.join('\n')}\n}\n`;
}

function typeName(table: string): string {
  const words = table.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `${words.join('')}Table`;
}

function columnSource(table: Table, column: Column): string {
  const plain = valueSource(table, column);
  const value = column.notNull ? plain : `${plain} | null`;
  if (column.identity === 'always' || column.generated) return `GeneratedAlways<${value}>`;
  return column.identity !== null || column.default !== null ? `Generated<${value}>` : value;
}

function valueSource(table: Table, column: Column): string {
  const isArray = column.type.endsWith('[]');
  const base = isArray ? column.type.slice(0, -2) : column.type.replace(/\(.*\)$/, '');
  const known = scalarTypes[base];
  if (known === undefined) {
    throw new Error(
      `${table.name}.${column.name} is ${column.type}: no TypeScript type is known for it (tables-source.ts)`,
    );
  }
  if (isArray) return `${base === 'timestamp with time zone' ? 'Date' : known}[]`;
  return (known === 'string' ? choices(table, column) : null) ?? known;
}

/** `check (state in ('open', 'sealed'))` becomes `'open' | 'sealed'`. */
function choices(table: Table, column: Column): string | null {
  const subject = `"?${column.name}"?`;
  const several = new RegExp(
    `^CHECK \\(\\(\\(?${subject}\\)?(?:::text)? = ANY \\(\\(?ARRAY\\[(.*?)\\](?:::text\\[\\])?\\)?\\)\\)\\)$`,
  );
  const one = new RegExp(`^CHECK \\(\\(${subject} = ('(?:[^']|'')*'::text)\\)\\)$`);
  for (const { kind, definition } of table.constraints) {
    const list = kind === 'c' ? (several.exec(definition) ?? one.exec(definition))?.[1] : undefined;
    if (list !== undefined)
      return [...list.matchAll(/'((?:[^']|'')*)'::text/g)].map(([, text]) => literal(text)).join(' | ');
  }
  return null;
}

function literal(quoted = ''): string {
  return `'${quoted.replaceAll("''", "'").replaceAll(/['\\]/g, '\\$&')}'`;
}
