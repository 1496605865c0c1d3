import type { CollectionId, ItemId, MailboxId, MatterId } from '#evidence';
import type { TextEncoding } from '#formats';
import type { Numbering } from './forms/records/numbering.ts';

export const exportFormats = ['eml', 'mbox', 'dat', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * What becomes of items that say the same (equal family hash): one of all, all of them, or one for each custodian.
 * One that is left out still counts for AllCustodians.
 */
export const duplicateChoices = ['hide', 'keep', 'per-custodian'] as const;
export type DuplicateChoice = (typeof duplicateChoices)[number];

/** One item of a matter, by its key. */
export interface ItemKey {
  readonly mailbox: MailboxId;
  readonly item: ItemId;
  readonly version: number;
}

/** What is handed out. */
export type Selection =
  /** What a collection kept, and what it found already held, as that collection saw it. */
  | { readonly kind: 'collection'; readonly collection: CollectionId }
  /** Everything that was ever kept for the matter. */
  | { readonly kind: 'matter' }
  /** Items somebody found; `query` says how, and tells this selection from others. */
  | { readonly kind: 'items'; readonly query: string; readonly items: AsyncIterable<readonly ItemKey[]> };

export interface ExportRequest {
  readonly matter: MatterId;
  readonly selection: Selection;
  readonly format: ExportFormat;
  readonly duplicates: DuplicateChoice;
  /** Of a load file. */
  readonly encoding: TextEncoding;
  /** Of a load file. */
  readonly numbering: Numbering;
}

/** A request as it is kept and signed: two that are equal ask for the same. */
export function statedRequest(request: ExportRequest): Readonly<Record<string, string | number>> {
  const { format, duplicates, encoding, numbering } = request;
  const isLoadFile = format === 'dat' || format === 'csv';
  return { ...statedSelection(request), format, duplicates, ...(isLoadFile ? { encoding, ...numbering } : {}) };
}

function statedSelection({ matter, selection }: ExportRequest): Readonly<Record<string, string>> {
  switch (selection.kind) {
    case 'collection':
      return { collection: selection.collection };
    case 'matter':
      return { matter };
    case 'items':
      return { matter, query: selection.query };
  }
}
