import type { Column, Schema, Table } from './schema-store.ts';

const head = '-- Written by `npm run gen` from the migrated schema: read it, change the migrations instead.\n';

/** The whole schema as one deterministic text, so that a review sees what a migration really does. */
export function schemaSnapshot(schema: Schema): string {
  return [head, ...schema.others.map((text) => `${text};\n`), ...schema.tables.map(tableText)].join('\n');
}

function tableText(table: Table): string {
  const lines = [
    ...table.columns.map(columnText),
    ...table.constraints.map(({ name, definition }) => `constraint ${name} ${definition}`),
  ];
  const parts = [`create table ${table.name} (\n  ${lines.join(',\n  ')}\n);`];
  parts.push(...table.indexes.map((text) => `${text};`), ...table.triggers.map((text) => `${text};`));
  return `${parts.join('\n')}\n`;
}

function columnText(column: Column): string {
  const parts = [column.name, column.type];
  if (column.collation !== null) parts.push(`collate "${column.collation}"`);
  if (column.notNull) parts.push('not null');
  if (column.identity !== null) parts.push(`generated ${column.identity} as identity`);
  if (column.default !== null)
    parts.push(column.generated ? `generated always as (${column.default}) stored` : `default ${column.default}`);
  return parts.join(' ');
}
