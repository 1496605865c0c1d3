import Type from 'typebox';
import { Failure } from '#evidence';
import type { GraphReader } from '../graph/transport.ts';
import { query, segment } from '../graph/target.ts';

/** What a mailbox is for, as Exchange says; `unknown` where we may not ask or the cloud does not tell. */
export type MailboxKind = 'user' | 'shared' | 'room' | 'equipment' | 'linked' | 'others' | 'unknown';

const kinds: readonly MailboxKind[] = ['user', 'shared', 'room', 'equipment', 'linked', 'others'];
const Folder = Type.Object({ id: Type.String() });
const Purpose = Type.Object({ value: Type.Optional(Type.Union([Type.String(), Type.Null()])) });

/** Whether a mailbox can be read. The Failure says why not: none that is active, none at all, or not allowed. */
export type Reach = { readonly kind: 'reachable' } | { readonly kind: 'unreachable'; readonly failure: Failure };

/** Asks for the inbox: cheaper and surer than any list of permissions. Faults of the network are thrown. */
export function probeMailbox(graph: GraphReader, mailbox: string, signal: AbortSignal): Promise<Reach> {
  return probeFolder(graph, { mailbox, folder: 'inbox' }, signal);
}

/** Asks for one folder by its well-known name. Faults of the network are thrown. */
export async function probeFolder(
  graph: GraphReader,
  { mailbox, folder }: { readonly mailbox: string; readonly folder: string },
  signal: AbortSignal,
): Promise<Reach> {
  const target = `/users/${segment(mailbox)}/mailFolders/${segment(folder)}${query({ $select: 'id' })}`;
  try {
    await graph.request({ target, schema: Folder, signal });
    return { kind: 'reachable' };
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'denied' || error.kind === 'not-found')) {
      return { kind: 'unreachable', failure: error };
    }
    throw error;
  }
}

/** What a mailbox is for. `unknown` when the permission is missing, there is no mailbox, or the cloud does not say. */
export async function readMailboxKind(graph: GraphReader, mailbox: string, signal: AbortSignal): Promise<MailboxKind> {
  const target = `/users/${segment(mailbox)}/mailboxSettings/userPurpose`;
  try {
    const { value } = await graph.request({ target, schema: Purpose, signal });
    return kinds.find((kind) => kind === value.value?.toLowerCase()) ?? 'unknown';
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'denied' || error.kind === 'not-found' || error.kind === 'bug'))
      return 'unknown';
    throw error;
  }
}
