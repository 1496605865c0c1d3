import type { Attachment, Meeting, Message, MessageBody, MessageKind, Recipient } from '../contract.ts';
import type { ItemIds } from './item-ids.ts';
import { threadIndex, type ConversationPlace } from './thread-index.ts';

/** An attachment before it belongs to an item of a mailbox. */
export type AttachmentPart = Omit<Attachment, 'id' | 'size'>;

export interface HeaderField {
  readonly name: string;
  readonly value: string;
}

/** Where the words and bytes of an item come from. Nothing is made before it is asked for. */
export interface Content {
  body(): MessageBody;
  /** The body without mark-up, from its beginning. */
  preview(): string;
  attachments(): readonly AttachmentPart[];
  headers(facts: ItemFacts): readonly HeaderField[];
  mime(facts: ItemFacts, variant: number): Uint8Array | AsyncIterable<Uint8Array>;
  size(): number;
}

/** What an item is from its arrival on, whatever later happens to it. */
export interface ItemFacts {
  readonly kind: MessageKind;
  readonly receivedDateTime: number;
  readonly sentDateTime: number;
  readonly internetMessageId: string;
  readonly subject: string;
  readonly importance: 'low' | 'normal' | 'high';
  readonly conversation: ConversationPlace;
  readonly from: Recipient | null;
  readonly sender: Recipient | null;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  /** Set on the sender's copy and on drafts only, as Exchange keeps it. */
  readonly bcc: readonly Recipient[];
  readonly replyTo: readonly Recipient[];
  readonly isDraft: boolean;
  readonly hasAttachments: boolean;
  readonly meeting: Meeting | null;
  readonly content: Content;
}

/** An item with all that can change about it. */
export interface ItemRecord {
  readonly number: number;
  readonly facts: ItemFacts;
  readonly created: number;
  folder: number;
  moves: number;
  change: number;
  modified: number;
  isRead: boolean;
  flagged: boolean;
  categories: readonly string[];
}

/** The item as the contract shows it. Preview and size are computed only when read. */
export function messageOf(record: ItemRecord, ids: ItemIds): Message {
  const { facts } = record;
  return {
    id: ids.immutable(record.number),
    mutableId: ids.mutable(record.number, record.folder, record.moves),
    kind: facts.kind,
    parentFolderId: ids.folder(record.folder),
    changeKey: ids.changeKey(record.change),
    createdDateTime: record.created,
    lastModifiedDateTime: record.modified,
    receivedDateTime: facts.receivedDateTime,
    sentDateTime: facts.sentDateTime,
    internetMessageId: facts.internetMessageId,
    subject: facts.subject,
    get bodyPreview() {
      return facts.content.preview().slice(0, 255);
    },
    importance: facts.importance,
    get conversationId() {
      return ids.conversation(facts.conversation.key);
    },
    get conversationIndex() {
      return threadIndex(facts.conversation);
    },
    from: facts.from,
    sender: facts.sender,
    to: facts.to,
    cc: facts.cc,
    bcc: facts.bcc,
    replyTo: facts.replyTo,
    categories: record.categories,
    flagged: record.flagged,
    isRead: record.isRead,
    isDraft: facts.isDraft,
    hasAttachments: facts.hasAttachments,
    get size() {
      return facts.content.size();
    },
    meeting: facts.meeting,
  };
}
