/**
 * A plan of faults. JSON: `{"seed": 7, "faults": [Fault, …]}` or just the list.
 * Each fault counts the requests its match selects, strikes on some of them, and does one thing.
 */
export interface FaultPlan {
  /** Seed of every `probability` (default 1). */
  readonly seed: number;
  readonly faults: readonly Fault[];
}

export interface Fault {
  /** Shown in the log and in the report of faults never hit. */
  readonly name: string;
  readonly match: FaultMatch;
  /** Strikes on exactly this matching request (from 1). */
  readonly nth?: number;
  /** Strikes on every so many matching requests. */
  readonly every?: number;
  /** Strikes with this chance, 0 to 1. */
  readonly probability?: number;
  /** Strikes at most this often. Without `nth`, `every` and `probability`: on the first so many matches; unlimited when absent. */
  readonly times?: number;
  readonly action: FaultAction;
}

export interface FaultMatch {
  /**
   * Regular expression on the path and query (`/v1.0/users/…?$top=…`), percent-decoded except for `%2F`:
   * ids may hold slashes, and a slash in the pattern means a step of the path.
   */
  readonly path?: string;
  readonly method?: string;
}

/** Where a model change happens: the mailbox and folder of the matched request unless named. */
export interface ModelTarget {
  readonly mailbox?: string;
  /** Id or well-known name of the folder the message is taken from. */
  readonly folder?: string;
  /** Message id; else the message at `position`. */
  readonly message?: string;
  /** Place in the folder, newest first, from 0 (the default). */
  readonly position?: number;
}

export type FaultAction =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** 503; its body is empty unless the switch `serviceUnavailableBody` says otherwise. */
  | { readonly kind: 'unavailable'; readonly retryAfter?: number | string }
  /** 502 with a gateway's HTML. */
  | { readonly kind: 'bad-gateway' }
  /** 504 UnknownError with an empty message. */
  | { readonly kind: 'gateway-timeout' }
  /** 429; without `retryAfter` no such header. */
  | { readonly kind: 'throttle'; readonly retryAfter?: number | string }
  /** The socket is destroyed after so many bytes of the body (0 = after the headers). */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** The socket is destroyed before any byte of an answer. */
  | { readonly kind: 'hang-up' }
  /** The body ends early though its length is true: JSON is cut. Default: half. */
  | { readonly kind: 'truncate'; readonly bytes?: number }
  /** Content-Length differs from the body by so many bytes. */
  | { readonly kind: 'wrong-length'; readonly by: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'stall'; readonly afterBytes: number; readonly milliseconds: number }
  /** The answer comes this much later. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** 401 as for an expired token. */
  | { readonly kind: 'expire-token' }
  /** A delta token is gone. Default: 410 SyncStateNotFound without Location. */
  | { readonly kind: 'expire-delta'; readonly status?: number; readonly code?: string; readonly location?: boolean }
  /** 500 ErrorCorruptData for this path for ever after, or for so many requests of it. */
  | { readonly kind: 'corrupt-item'; readonly requests?: number }
  /** The message in the path is gone for ever before the answer is made. */
  | { readonly kind: 'vanish'; readonly target?: ModelTarget }
  /** The last item of the page comes twice. */
  | { readonly kind: 'duplicate' }
  /** An empty page whose nextLink asks for the same page again. */
  | { readonly kind: 'empty-page' }
  /** Pages hold at most this many items, whatever was asked. */
  | { readonly kind: 'smaller-page'; readonly size: number }
  /** A message is moved before the answer is made. */
  | { readonly kind: 'move'; readonly target?: ModelTarget; readonly to: string }
  /** A message's change key is bumped before the answer is made. */
  | { readonly kind: 'touch'; readonly target?: ModelTarget }
  /** A message arrives before the answer is made. */
  | { readonly kind: 'deliver'; readonly mailbox?: string; readonly folder?: string; readonly subject?: string }
  /** A folder, named by id or display name, is deleted with all that is in it before the answer is made. */
  | { readonly kind: 'delete-folder'; readonly mailbox?: string; readonly folder: string }
  /** The tenant's clock jumps before the answer is made. */
  | { readonly kind: 'clock-jump'; readonly milliseconds: number };

/** How often a fault matched, struck, and made a difference. */
export interface FaultReport {
  readonly name: string;
  readonly action: FaultAction['kind'];
  readonly matched: number;
  readonly hits: number;
  /** Of the hits: a change to a mailbox that finds nothing to change has no effect. */
  readonly effects: number;
}
