import type { ItemId, ListedItem, Place, Window } from '#evidence';

/** A folder as its source shows it. */
export interface ListedFolder {
  readonly sourceFolderId: string;
  readonly parentFolderId: string | null;
  readonly name: string;
  /** Names from the top, joined by `/`; a `/` within a name is written `∕` (U+2215). */
  readonly path: string;
  readonly place: Place;
  /** All items in it, also those that are not mail. */
  readonly totalItemCount: number;
}

export interface ListedPage {
  readonly items: readonly ListedItem[];
  /** Opaque place to go on from; null when the walk is at its end. */
  readonly cursor: string | null;
  /** Of a search: what the service could not be asked for, in words. */
  readonly shortfalls?: readonly string[];
}

/** A query that the source's own search answers. */
export interface SearchRequest {
  /** In the source's own form. */
  readonly search: string;
  readonly window: Window;
  /** Null starts the search. */
  readonly cursor: string | null;
}

export interface ListRequest {
  readonly sourceFolderId: string;
  readonly window: Window;
  /** Null starts the walk. */
  readonly cursor: string | null;
}

export interface ChangesRequest {
  readonly since: Date;
  readonly window: Window;
  readonly cursor: string | null;
  /** Only what is in this folder now. */
  readonly sourceFolderId?: string;
}

/** A place of a mailbox beyond its visible folders, which is looked at when that is asked for. */
export type PlaceBeyond = 'hidden' | 'recoverable';

/**
 * One mailbox as a source of mail. It can only read.
 * Everything it throws is a Failure; throttling and passing faults were already retried within reason.
 */
export interface MailSource {
  /** The service's own clock (its Date header), which the closing pass counts from. Throws when the mailbox cannot be read. */
  serviceTime(signal: AbortSignal): Promise<Date>;
  /** All visible folders, nested ones included. */
  folders(signal: AbortSignal): Promise<readonly ListedFolder[]>;
  /** Visible folders read in another way than `folders` reads them, to notice one that was never listed. */
  foldersIndependently(signal: AbortSignal): Promise<readonly ListedFolder[]>;
  /**
   * All folders of a place beyond the visible ones. Failure `not-found` where the mailbox has no such place, `denied`
   * where it may not be read.
   */
  foldersBeyond(place: PlaceBeyond, signal: AbortSignal): Promise<readonly ListedFolder[]>;
  /** The same read in another way, as far as the service has one; it may find fewer. Fails as `foldersBeyond` does. */
  foldersBeyondIndependently(place: PlaceBeyond, signal: AbortSignal): Promise<readonly ListedFolder[]>;
  /** One page of a folder's items in the window. An item may be listed more than once; none is left out. */
  list(request: ListRequest, signal: AbortSignal): Promise<ListedPage>;
  /** How many items of the folder are in the window, as the service counts them, apart from the walk. */
  expected(sourceFolderId: string, window: Window, signal: AbortSignal): Promise<number>;
  /**
   * Items of the window changed at or after an instant, one page: of the visible folders, and of others as far as the
   * service shows them; of one folder of any place where one is named. For the closing pass.
   */
  changedSince(request: ChangesRequest, signal: AbortSignal): Promise<ListedPage>;
  /**
   * Mailbox-wide: what the service's own search finds in the window, one page. Items the service has not indexed are
   * not found. An item may be listed more than once, and one just outside of the window may be.
   */
  search(request: SearchRequest, signal: AbortSignal): Promise<ListedPage>;
  /** One item by its id, wherever it is now; null when the service no longer has it. */
  find(item: ItemId, signal: AbortSignal): Promise<ListedItem | null>;
  /** The bytes of one item. The stream throws a Failure when it breaks off. */
  fetch(item: ItemId, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>>;
}
