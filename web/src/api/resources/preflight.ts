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

export interface PreflightEnd {
  readonly total: number;
  readonly mailboxes: number;
  readonly missing: number;
}
