import type { EndCounts } from '#evidence';
import type { CheckResult } from '#microsoft';
import type { Clock } from '#platform';
import type { Instance } from './compose.ts';

/** What an act works with, whoever asked for it: the command line, or a job of the server. */
export interface Work {
  /** Opens the data folder's parts as they are asked for. */
  readonly instance: Instance;
  readonly clock: Clock;
  /** Who asked for it, as the audit trail names them: `person:<account>`. */
  readonly actor: string;
  /** Aborted when it is to stop at the next checkpoint. */
  readonly signal: AbortSignal;
  readonly listener: Listener;
}

/** Whoever wants to hear how an act goes on. It decides nothing. */
export interface Listener {
  tell(news: News): void;
  /** A stage begins; it is disposed of when the stage is over, whatever became of it. */
  begin(stage: StageName): Stage;
}

export type News =
  /** A remark on what was asked for, as a sentence. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'checking'; readonly mailboxes: number }
  /** Findings that did not pass. */
  | { readonly kind: 'troubles'; readonly checks: readonly CheckResult[] }
  /** Accounts that turned out to have neither licence nor mailbox. */
  | { readonly kind: 'left-out'; readonly addresses: readonly string[] }
  /** Attached files of which something could not be read. */
  | { readonly kind: 'files-unread'; readonly files: number };

export type StageName = 'transferring' | 'processing' | 'reading-attachments' | 'indexing' | 'exporting';

export interface Stage extends Disposable {
  advance(advance: Advance): void;
}

/** How far a stage has come. */
export interface Advance {
  readonly done: number;
  /** What it will be, as far as is known; 0 when nothing is known yet. */
  readonly expected: number;
  readonly bytes?: number;
  /** Of what was done, how much is an exception. */
  readonly exceptions?: number;
  readonly counts?: EndCounts;
  readonly mailboxes?: { readonly done: number; readonly total: number; readonly failed: number };
}
