import type { DirectoryMailbox } from '../../../api/resources/connections.ts';
import type { Wanted } from '../../../api/resources/collections.ts';

export interface ChosenRow {
  readonly address: string;
  readonly name: string;
  readonly custodian: string;
}

/** What has been chosen for an upload so far. */
export interface Draft {
  readonly connection: string | null;
  readonly mailboxes: readonly ChosenRow[];
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly drafts: boolean;
  readonly hidden: boolean;
  readonly recoverable: boolean;
  readonly query: string;
  readonly processing: 'now' | 'later';
}

const viewerZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const zones: readonly string[] = [...new Set([viewerZone, 'UTC'])];

export const emptyDraft: Draft = {
  connection: null,
  mailboxes: [],
  from: '',
  to: '',
  zone: viewerZone,
  drafts: true,
  hidden: false,
  recoverable: true,
  query: '',
  processing: 'now',
};

/** Puts mailboxes in or takes them out; a mailbox goes to the custodian of the same name until somebody says otherwise. */
export function withMailboxes(draft: Draft, mailboxes: readonly DirectoryMailbox[], isIn: boolean): Draft {
  const touched = new Set(mailboxes.map(({ address }) => address));
  const rest = draft.mailboxes.filter(({ address }) => !touched.has(address));
  if (!isIn) return { ...draft, mailboxes: rest };
  const added = mailboxes.map(({ address, name }) => ({ address, name, custodian: name === '' ? address : name }));
  return { ...draft, mailboxes: [...rest, ...added] };
}

/** The draft as the server wants it; null while something is missing. */
export function wantedOf(draft: Draft): Wanted | null {
  const { connection, mailboxes, from, to, zone, drafts, hidden, recoverable } = draft;
  const query = draft.query.trim();
  if (connection === null || mailboxes.length === 0) return null;
  return {
    connection,
    mailboxes: mailboxes.map(({ address, custodian }) => ({ address, custodian })),
    window: { from: from === '' ? null : from, to: to === '' ? null : to, zone },
    drafts,
    // The search of the service looks into neither.
    ...(query === '' ? { hidden, recoverable } : { query }),
  };
}
