import type pg from 'pg';

export interface Column {
  readonly name: string;
  /** As Postgres writes it: `timestamp with time zone`, `text[]`. */
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
  readonly collation: string | null;
  readonly identity: 'always' | 'by default' | null;
  readonly generated: boolean;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly constraints: readonly { readonly name: string; readonly kind: string; readonly definition: string }[];
  readonly indexes: readonly string[];
  readonly triggers: readonly string[];
}

export interface Schema {
  readonly tables: readonly Table[];
  /** Functions, views, types and extensions: whole statements, sorted. */
  readonly others: readonly string[];
}

const tablesQuery = `
  select c.relname as name,
    coalesce((select json_agg(json_build_object(
        'name', a.attname,
        'type', format_type(a.atttypid, a.atttypmod),
        'notNull', a.attnotnull,
        'default', pg_get_expr(d.adbin, d.adrelid),
        'collation', (select l.collname from pg_collation l, pg_type t
                       where l.oid = a.attcollation and t.oid = a.atttypid and a.attcollation <> t.typcollation),
        'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
        'generated', a.attgenerated <> '') order by a.attnum)
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns,
    coalesce((select json_agg(json_build_object('name', k.conname, 'kind', k.contype,
        'definition', pg_get_constraintdef(k.oid)) order by k.conname collate "C")
      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'), '[]') as constraints,
    coalesce((select json_agg(pg_get_indexdef(i.indexrelid) order by i.indexrelid::regclass::text collate "C")
      from pg_index i where i.indrelid = c.oid
        and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))), '[]') as indexes,
    coalesce((select json_agg(pg_get_triggerdef(t.oid) order by t.tgname collate "C")
      from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal), '[]') as triggers
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  order by c.relname collate "C"`;

const othersQuery = `
  select text from (
    select 'create extension ' || extname as text from pg_extension where extname <> 'plpgsql'
    union all
    select 'create type ' || t.typname || ' as enum (' ||
        (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) || ')'
      from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype = 'e'
    union all
    select 'create view ' || c.relname || E' as\\n' || rtrim(pg_get_viewdef(c.oid), ';')
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm')
    union all
    select rtrim(pg_get_functiondef(p.oid)) from pg_proc p
      where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
        and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  ) as statements order by text collate "C"`;

/** The schema as the system catalogues tell it, in an order that depends on names only. */
export async function readSchema(pool: pg.Pool): Promise<Schema> {
  await pool.query('set search_path = public');
  const tables = await pool.query<Table>(tablesQuery);
  const others = await pool.query<{ text: string }>(othersQuery);
  return { tables: tables.rows, others: others.rows.map(({ text }) => text) };
}
