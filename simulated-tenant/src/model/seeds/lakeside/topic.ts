import type { Department, Outsider } from './lakeside-people.ts';

export type DocumentKind = 'pdf' | 'word' | 'sheet' | 'chart' | 'photo' | 'forwarded' | 'calendar' | 'winmail';

export type Role = Department | Outsider['role'];

/** What sets a thread going, and what may be said to it. `{x}` and `[a|b]` as in fill-ins. */
export interface Matter {
  readonly subject: string;
  readonly opener: string;
  /** Said by the other side first, then in turn. */
  readonly replies: readonly string[];
  /** Who raises it, when not everybody does who writes about the topic. */
  readonly starts?: readonly Role[];
}

/** A kind of correspondence. */
export interface Topic {
  readonly name: string;
  /** How often it comes up, relative to the others. */
  readonly weight: number;
  readonly starts: readonly Role[];
  readonly answers: readonly Role[];
  readonly matters: readonly Matter[];
  /** Said when a matter has been talked through. */
  readonly closers: readonly string[];
  readonly documents: readonly { readonly kind: DocumentKind; readonly name: string }[];
  readonly copies?: 'ops-desk' | 'invoices' | 'customs' | 'everyone';
}
