import type { Department, Outsider } from './lakeside-people.ts';

export type DocumentKind = 'pdf' | 'word' | 'sheet' | 'chart' | 'photo' | 'forwarded' | 'calendar' | 'winmail';

/** What a kind of correspondence sounds like. `{x}` and `[a|b]` as in fill-ins. */
export interface Topic {
  readonly name: string;
  /** How often it comes up, relative to the others. */
  readonly weight: number;
  readonly starts: readonly (Department | Outsider['role'])[];
  readonly answers: readonly (Department | Outsider['role'])[];
  readonly subjects: readonly string[];
  readonly openers: readonly string[];
  readonly replies: readonly string[];
  readonly closers: readonly string[];
  readonly documents: readonly { readonly kind: DocumentKind; readonly name: string }[];
  readonly copies?: 'ops-desk' | 'invoices' | 'customs' | 'everyone';
  /** The longest thread, in letters. */
  readonly longest: number;
}
