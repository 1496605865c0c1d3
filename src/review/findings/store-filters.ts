import { sql, type RawBuilder } from 'kysely';
import type { Filters, Mark } from './filters.ts';

type Condition = RawBuilder<boolean>;

/** Filters as a condition on an item `i` and its document `d`, which has no row where the message could not be read. */
export function filterCondition(filters: Filters): Condition {
  const all = [...placeConditions(filters), ...messageConditions(filters), ...reviewConditions(filters)];
  return all.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(all, sql` and `)})`;
}

function placeConditions({ custodians, mailboxes, folders, collections, from, to }: Filters): readonly Condition[] {
  return [
    ...oneOf(sql`i.custodian_id`, custodians),
    ...oneOf(sql`i.mailbox_id`, mailboxes),
    ...oneOf(sql`i.folder_id`, folders),
    ...(collections === undefined ? [] : [seenBy(collections)]),
    ...(from === undefined ? [] : [sql<boolean>`i.received_at >= ${from}`]),
    ...(to === undefined ? [] : [sql<boolean>`i.received_at < ${to}`]),
  ];
}

/** What a collection kept, and what it found already held. */
function seenBy(collections: readonly string[]): Condition {
  return sql<boolean>`(i.collection_id = any(${[...collections]}::uuid[]) or exists (
    select from sightings s where s.collection_id = any(${[...collections]}::uuid[])
      and s.mailbox_id = i.mailbox_id and s.item_id = i.item_id and s.version = i.version))`;
}

function messageConditions(filters: Filters): readonly Condition[] {
  const { senders, domains, fileTypes, hasAttachment, kinds, marks } = filters;
  const lower = (texts: readonly string[]): string[] => texts.map((text) => text.toLowerCase());
  return [
    ...(senders === undefined ? [] : [sql<boolean>`d.sender = any(${lower(senders)}::text[])`]),
    ...(domains === undefined
      ? []
      : [sql<boolean>`substring(d.sender from '@([^@]*)$') = any(${lower(domains)}::text[])`]),
    ...(fileTypes === undefined ? [] : [sql<boolean>`d.file_types && ${lower(fileTypes)}::text[]`]),
    ...(hasAttachment === undefined ? [] : [sql<boolean>`d.has_attachment = ${hasAttachment}`]),
    ...(kinds === undefined ? [] : [sql<boolean>`d.kind = any(${[...kinds]}::text[])`]),
    ...(marks ?? []).map(markCondition),
  ];
}

function reviewConditions({ tags, isUntagged, holds }: Filters): readonly Condition[] {
  return [
    ...(tags === undefined
      ? []
      : [
          sql<boolean>`exists (
            select from item_tags k where k.item = i.id and k.tag_id = any(${[...tags]}::uuid[]))`,
        ]),
    ...(isUntagged === true ? [sql<boolean>`not exists (select from item_tags k where k.item = i.id)`] : []),
    ...(holds === undefined
      ? []
      : [
          sql<boolean>`exists (
            select from holds h where h.matter_id = i.matter_id and h.id = any(${[...holds]}::uuid[])
              and (h.covers_matter or exists (select from hold_items k where k.hold_id = h.id and k.item = i.id)))`,
        ]),
  ];
}

/** One mark, as a condition that is never null. */
export function markCondition(mark: Mark): Condition {
  switch (mark) {
    case 'draft':
      return sql<boolean>`i.is_draft`;
    case 'deleted':
      return sql<boolean>`i.folder_id in (
        select f.id from folders f where f.place in ('visible', 'archive')
          and split_part(f.path, '/', 1) = any(${[...deletedFolders]}::text[]))`;
    case 'purged':
      return sql<boolean>`i.folder_id in (select f.id from folders f where f.place = 'recoverable')`;
    case 'unreadable':
      return sql<boolean>`not exists (
        select from messages m where m.matter_id = i.matter_id and m.digest = i.digest)`;
    case 'exception':
      return sql<boolean>`(exists (
          select from processing_exceptions x where x.matter_id = i.matter_id and x.digest = i.digest)
        or exists (
          select from attachments a join attachment_texts t
            on t.matter_id = a.matter_id and t.attachment_digest = a.attachment_digest and t.status = 'exception'
          where a.matter_id = i.matter_id and a.digest = i.digest))`;
    case 'has-bcc':
      return ofMessage(sql`m.has_bcc`);
    case 'encrypted':
      return ofMessage(sql`m.is_encrypted`);
    case 'signed':
      return ofMessage(sql`m.is_signed`);
    case 'nested-mail':
      return sql<boolean>`exists (
        select from attachments a
        where a.matter_id = i.matter_id and a.digest = i.digest and a.attached_message is not null)`;
  }
}

function ofMessage(column: RawBuilder<unknown>): Condition {
  return sql<boolean>`exists (
    select from messages m where m.matter_id = i.matter_id and m.digest = i.digest and ${column})`;
}

function oneOf(column: RawBuilder<unknown>, ids: readonly string[] | undefined): readonly Condition[] {
  return ids === undefined ? [] : [sql<boolean>`${column} = any(${[...ids]}::uuid[])`];
}

/** What Exchange calls Deleted Items in the languages it names a mailbox's folders in. */
const deletedFolders = [
  'Deleted Items',
  'Gelöschte Elemente',
  'Éléments supprimés',
  'Elementos eliminados',
  'Posta eliminata',
  'Verwijderde items',
  'Itens Excluídos',
  'Itens Eliminados',
  'Elementy usunięte',
  'Borttaget',
  'Slettet post',
  'Slettede elementer',
  'Poistetut',
  'Odstraněná pošta',
  'Törölt elemek',
  'Удаленные',
  'Silinmiş Öğeler',
  '削除済みアイテム',
  '已删除邮件',
  '지운 편지함',
] as const;
