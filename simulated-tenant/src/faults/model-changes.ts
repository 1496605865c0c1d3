import { percentDecoded, type Call } from '../http/call.ts';
import { segmentsOf } from '../graph/protocol/path.ts';
import type { Mailbox } from '../model/contract.ts';
import type { Simulation } from '../simulation.ts';
import type { FaultAction, ModelTarget } from './plan.ts';

type Changing = Extract<FaultAction, { kind: 'vanish' | 'move' | 'touch' | 'deliver' | 'delete-folder' }>;

/**
 * Says whether the mailbox is another one afterwards. A change that finds nothing to change does nothing: the mailbox
 * may have moved on since the plan was made.
 */
export function changeModel(simulation: Simulation, call: Call, action: Changing): boolean {
  const [, , user = '', head = '', name = ''] = segmentsOf(call.path);
  const target = targetOf(action);
  const person = simulation.tenant.person(target.mailbox ?? user);
  const mailbox = person === undefined ? undefined : simulation.tenant.mailbox(person.id);
  if (mailbox === undefined) return false;
  const folder = target.folder ?? (head.toLowerCase() === 'mailfolders' && name !== '' ? name : 'inbox');
  if (action.kind === 'delete-folder') return deleteFolder(mailbox, folder);
  if (action.kind === 'deliver') {
    const { id } = mailbox.deliver({
      folder,
      subject: action.subject ?? 'Arrived while the folder was read',
      from: { name: 'Sender', address: `sender@${simulation.tenant.domain}` },
      to: [],
      text: 'Just arrived.\r\n',
    });
    return mailbox.message(id) !== undefined;
  }
  const id = messageId(mailbox, { folder, target, path: call.path });
  return id !== undefined && changeMessage(mailbox, id, action);
}

function deleteFolder(mailbox: Mailbox, folder: string): boolean {
  const isDoomed = ({ id, displayName }: { id: string; displayName: string }) =>
    id === folder || displayName === folder;
  const before = mailbox.folders();
  const doomed = before.find(isDoomed);
  if (doomed !== undefined) mailbox.deleteFolder(doomed.id);
  return mailbox.folders().length < before.length;
}

function changeMessage(
  mailbox: Mailbox,
  id: string,
  action: Extract<Changing, { kind: 'vanish' | 'move' | 'touch' }>,
): boolean {
  const before = mailbox.message(id);
  if (action.kind === 'vanish') mailbox.vanish(id);
  else if (action.kind === 'touch') mailbox.touch(id, { isRead: !(before?.isRead ?? false) });
  else mailbox.move(id, action.to);
  const after = mailbox.message(id);
  return action.kind === 'move'
    ? after?.parentFolderId !== before?.parentFolderId
    : after?.changeKey !== before?.changeKey;
}

function targetOf(action: Changing): ModelTarget {
  switch (action.kind) {
    case 'deliver':
    case 'delete-folder':
      return action;
    case 'vanish':
    case 'move':
    case 'touch':
      return action.target ?? {};
  }
}

interface Wanted {
  readonly folder: string;
  readonly target: ModelTarget;
  readonly path: string;
}

function messageId(mailbox: Mailbox, { folder, target, path }: Wanted): string | undefined {
  if (target.message !== undefined) return mailbox.message(target.message)?.id;
  const inPath = /\/messages\/([^/]+)/i.exec(path)?.[1];
  const named =
    inPath === undefined || target.position !== undefined ? undefined : mailbox.message(percentDecoded(inPath));
  if (named !== undefined) return named.id;
  const folderId = mailbox.folder(folder)?.id;
  if (folderId === undefined) return undefined;
  return mailbox.list(
    { folderId, orderBy: 'receivedDateTime', direction: 'desc', from: null, to: null },
    target.position ?? 0,
    1,
  )[0]?.id;
}
