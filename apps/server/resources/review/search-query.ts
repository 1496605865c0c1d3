import Type, { type Static, type TSchema } from 'typebox';
import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { duplicateViews, marks, reviewSearch, type Filters } from '#review';
import type { Search } from '#search';
import { exactly, Id, Instant, oneOf } from '../../http/schemas.ts';

function some<Schema extends TSchema>(schema: Schema) {
  return Type.Optional(Type.Union([schema, Type.Array(schema, { maxItems: 200 })]));
}

const Text = Type.String({ minLength: 1, maxLength: 320 });

const filterProperties = {
  custodian: some(Id),
  mailbox: some(Id),
  folder: some(Id),
  collection: some(Id),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  sender: some(Text),
  domain: some(Text),
  type: some(Text),
  hasAttachment: Type.Optional(Type.Boolean()),
  kind: some(oneOf(['email', 'meetings'])),
  mark: some(oneOf(marks)),
  tag: some(Id),
  untagged: Type.Optional(Type.Boolean()),
  hold: some(Id),
  duplicates: Type.Optional(oneOf(duplicateViews)),
};

/** Filters as a body has them; the same names as in an address. */
export const filtersSchema = exactly(filterProperties);

/** What narrows results, in an address: `custodian=…&custodian=…` is either of them. */
export const searchQuery = { q: Type.Optional(Type.String({ maxLength: 20_000 })), ...filterProperties };

export const SearchAddress = Type.Object(searchQuery);
export type AskedSearch = Static<typeof SearchAddress>;

function list<Value extends string>(value: Value | Value[] | undefined): readonly Value[] | undefined {
  return value === undefined || Array.isArray(value) ? value : [value];
}

/** What an address asks for, as filters. */
export function filtersOf(asked: AskedSearch): Filters {
  const given: Filters = {
    custodians: list(asked.custodian),
    mailboxes: list(asked.mailbox),
    folders: list(asked.folder),
    collections: list(asked.collection),
    from: asked.from === undefined ? undefined : new Date(asked.from),
    to: asked.to === undefined ? undefined : new Date(asked.to),
    senders: list(asked.sender),
    domains: list(asked.domain),
    fileTypes: list(asked.type),
    hasAttachment: asked.hasAttachment,
    kinds: list(asked.kind),
    marks: list(asked.mark),
    tags: list(asked.tag),
    isUntagged: asked.untagged,
    holds: list(asked.hold),
    duplicates: asked.duplicates,
  } as Filters;
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

export interface Within {
  readonly reader: Reader;
  readonly matter: MatterId;
  readonly now: Date;
}

export function searchOf({ reader, matter, now }: Within, asked: AskedSearch): Promise<Search> {
  return reviewSearch(reader, { matter, text: asked.q ?? '', filters: filtersOf(asked), now });
}
