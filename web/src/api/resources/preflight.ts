/** What a look at the mailboxes before a start tells, event by event. */
export interface Finding {
  readonly id: string;
  readonly result: 'pass' | 'warn' | 'fail' | 'skipped';
  readonly cause: string;
  readonly fix: readonly string[];
}

export interface FoundMailbox {
  readonly address: string;
  readonly name: string;
  readonly custodian: string;
  readonly isReadable: boolean;
  readonly count: number | null;
  readonly isAtLeast: boolean;
  readonly zeroBecause: string | null;
  readonly findings: readonly Finding[];
}

/** What an Exchange administrator runs so that exactly the refused mailboxes can be read. */
export interface FixPack {
  readonly mailboxes: readonly string[];
  readonly explanation: string;
  readonly grant: string;
  readonly verify: string;
  readonly undo: string;
  readonly file: string;
}

export interface PreflightEnd {
  readonly total: number;
  readonly mailboxes: number;
  readonly missing: number;
  readonly fixPack: FixPack | null;
}
