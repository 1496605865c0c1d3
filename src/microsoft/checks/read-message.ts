import Type from 'typebox';
import { type Failure } from '#evidence';
import type { GraphReader } from '../graph/transport.ts';
import { pageOf } from '../graph/page.ts';
import { query, segment } from '../graph/target.ts';

const Id = Type.Object({ id: Type.String() });
const Ids = pageOf(Id);
const Folders = pageOf(
  Type.Object({ id: Type.String(), childFolderCount: Type.Optional(Type.Union([Type.Integer(), Type.Null()])) }),
);
const Attachments = pageOf(Type.Object({ id: Type.String(), '@odata.type': Type.Optional(Type.String()) }));

/** What was really read of a mailbox. Null: there was none to read. */
export interface ReadProof {
  /** Bytes of one message. */
  readonly message: number | null;
  /** Bytes of one attachment. */
  readonly attachment: number | null;
  /** Whether a folder below another was listed with its messages. */
  readonly subfolder: boolean | null;
}

/** Reads one message's bytes, one attachment and one sub-folder of a mailbox. What is refused is thrown as Failure. */
export async function readMessage(graph: GraphReader, mailbox: string, signal: AbortSignal): Promise<ReadProof> {
  const user = `/users/${segment(mailbox)}`;
  const ids = async (target: string): Promise<readonly string[]> =>
    (await graph.request({ target, schema: Ids, signal })).value.value.map(({ id }) => id);
  const [message] = await ids(`${user}/messages${query({ $top: 1, $select: 'id' })}`);
  const bytes =
    message === undefined ? null : await readSome(graph, `${user}/messages/${segment(message)}/$value`, signal);
  return {
    message: bytes,
    attachment: await readAttachment(graph, user, signal),
    subfolder: await readSubfolder(graph, user, signal),
  };
}

async function readAttachment(graph: GraphReader, user: string, signal: AbortSignal): Promise<number | null> {
  const filter = query({ $filter: 'hasAttachments eq true', $top: 5, $select: 'id' });
  const { value: messages } = await graph.request({ target: `${user}/messages${filter}`, schema: Ids, signal });
  for (const { id } of messages.value) {
    const base = `${user}/messages/${segment(id)}/attachments`;
    const { value } = await graph.request({
      target: `${base}${query({ $select: 'id,name,contentType,size,isInline' })}`,
      schema: Attachments,
      signal,
    });
    // A reference attachment has no bytes in the mailbox.
    const own = value.value.find(
      (attachment) => attachment['@odata.type']?.toLowerCase().includes('reference') !== true,
    );
    if (own !== undefined) return readSome(graph, `${base}/${segment(own.id)}/$value`, signal);
  }
  return null;
}

async function readSubfolder(graph: GraphReader, user: string, signal: AbortSignal): Promise<boolean | null> {
  const target = `${user}/mailFolders${query({ $top: 100, $select: 'id,childFolderCount' })}`;
  const { value: folders } = await graph.request({ target, schema: Folders, signal });
  const parent = folders.value.find((folder) => (folder.childFolderCount ?? 0) > 0);
  if (parent === undefined) return null;
  const below = `${user}/mailFolders/${segment(parent.id)}/childFolders${query({ $top: 1, $select: 'id' })}`;
  const { value: children } = await graph.request({ target: below, schema: Ids, signal });
  const child = children.value[0];
  if (child === undefined) return null;
  await graph.request({
    target: `${user}/mailFolders/${segment(child.id)}/messages${query({ $top: 1, $select: 'id' })}`,
    schema: Ids,
    signal,
  });
  return true;
}

const enough = 1024 * 1024;

/** Bytes read of a resource, at most about a mebibyte: the proof is that they come. */
async function readSome(graph: GraphReader, target: string, signal: AbortSignal): Promise<number> {
  let size = 0;
  for await (const part of await graph.download({ target, signal })) {
    size += part.byteLength;
    if (size >= enough) break;
  }
  return size;
}

/** Whether a failure means that something was refused, and not that something broke. */
export function isRefusal(failure: Failure): boolean {
  return failure.kind === 'denied';
}
