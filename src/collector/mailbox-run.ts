import type { CollectionId, CustodianId, FolderId, ItemId, MailboxId, MatterId, Place, Window } from '#evidence';
import type { Clock, Database } from '#platform';
import type { MailSource } from '#sources';
import type { Vault } from '#vault';
import type { Lease } from './ledger/lease.ts';
import type { Progress } from './progress.ts';

/** A query that narrows a collection at its source. */
export interface SourceQuery {
  /** As the person wrote it, in KQL. */
  readonly text: string;
  /** In the form the service's search takes. */
  readonly search: string;
}

export interface CollectionOptions {
  /** Whether drafts are kept; false ends them `filtered(draft)`. */
  readonly drafts: boolean;
  /** Whether hidden folders are looked at. */
  readonly hidden: boolean;
  /** Whether the folders of Recoverable Items are looked at: what was deleted, purged or held. */
  readonly recoverable: boolean;
  /** Fetches every listed item again, even where nothing changed. */
  readonly force: boolean;
  /** Only what the service's own search finds is listed; absent: everything is. */
  readonly query?: SourceQuery;
}

/** The steps of the collector's law, in the order they happen; tests stop a process at each of them. */
export const steps = [
  'page-listed',
  'page-entered',
  'item-fetched',
  'item-packed',
  'checkpoint-begun',
  'pack-sealed',
  'checkpoint-written',
  'checkpoint-committed',
  'folder-done',
  'closing-pass-begun',
  'mailbox-done',
] as const;

export type Step = (typeof steps)[number];

/** What a running collection works with. */
export interface Tools {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Names this process in leases and packs. */
  readonly holder: string;
  readonly settings: CollectorSettings;
  readonly onStep: (step: Step) => void | Promise<void>;
}

export interface CollectorSettings {
  /** Requests in flight per mailbox; Exchange Online allows 4. */
  readonly fetchesInFlight: number;
  readonly mailboxesAtOnce: number;
  /** Open ledger rows per mailbox before listing waits. */
  readonly openRows: number;
  readonly checkpointItems: number;
  readonly checkpointBytes: number;
  readonly checkpointMs: number;
  readonly leaseSeconds: number;
  /** Tries of one item before it ends failed. */
  readonly attempts: number;
  readonly backoffMs: number;
  /** Rounds of the closing pass. */
  readonly closingRounds: number;
}

export const defaultSettings: CollectorSettings = {
  fetchesInFlight: 4,
  mailboxesAtOnce: 50,
  openRows: 2000,
  checkpointItems: 1000,
  checkpointBytes: 64 * 1024 * 1024,
  checkpointMs: 5000,
  leaseSeconds: 30,
  attempts: 5,
  backoffMs: 1000,
  closingRounds: 5,
};

export interface RunFolder {
  readonly id: FolderId;
  readonly sourceFolderId: string;
  readonly path: string;
  readonly place: Place;
}

/** One mailbox of a collection while it is being worked. */
export interface MailboxRun {
  readonly collection: CollectionId;
  readonly matter: MatterId;
  readonly matterName: string;
  readonly tenant: string;
  readonly mailbox: MailboxId;
  readonly sourceMailbox: string;
  readonly address: string;
  readonly custodian: CustodianId;
  readonly custodianName: string;
  readonly window: Window;
  readonly options: CollectionOptions;
  readonly source: MailSource;
  readonly lease: Lease;
  /** Aborts when the person stops the collection or the lease is lost. */
  readonly signal: AbortSignal;
  /** By the source's folder id; grows when the closing pass finds new folders. */
  readonly folders: Map<string, RunFolder>;
}

/** A listed item whose end is still open. */
export interface OpenRow {
  readonly item: ItemId;
  readonly folder: RunFolder;
  readonly changeKey: string;
  readonly fingerprint: string;
  readonly isDraft: boolean;
  readonly internetMessageId: string | null;
  readonly receivedAt: Date | null;
  /** The version it will be kept as. */
  readonly version: number;
}

/** What a run of a collection is given. */
export interface RunOptions {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Names this process: host and process id. */
  readonly holder: string;
  readonly collection: CollectionId;
  /** Opens a mailbox at the service; thrown failures end that mailbox alone. */
  readonly openSource: (mailbox: { sourceMailbox: string; address: string }) => Promise<MailSource>;
  /** The person's stop: ends at a checkpoint. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly onStep?: (step: Step) => void | Promise<void>;
  readonly settings?: Partial<CollectorSettings>;
}
