import { percentDecoded, type Call } from '../http/call.ts';
import { segmentsOf } from '../graph/protocol/path.ts';
import type { Mailbox } from '../model/contract.ts';
import type { Simulation } from '../simulation.ts';
import type { FaultAction, ModelTarget } from './plan.ts';

type Changing = Extract<FaultAction, { kind: 'vanish' | 'move' | 'touch' | 'deliver' | 'delete-folder' }>;

/** A change that finds nothing to change does nothing: the mailbox may have moved on since the plan was made. */
export function changeModel(simulation: Simulation, call: Call, action: Changing): void {
  const [, , user = '', head = '', name = ''] = segmentsOf(call.path);
  const target = targetOf(action);
  const person = simulation.tenant.person(target.mailbox ?? user);
  const mailbox = person === undefined ? undefined : simulation.tenant.mailbox(person.id);
  if (mailbox === undefined) return;
  const folder = target.folder ?? (head.toLowerCase() === 'mailfolders' && name !== '' ? name : 'inbox');
  if (action.kind === 'delete-folder') {
    const doomed = mailbox.folders().find(({ id, displayName }) => id === folder || displayName === folder);
    if (doomed !== undefined) mailbox.deleteFolder(doomed.id);
    return;
  }
  if (action.kind === 'deliver') {
    mailbox.deliver({
      folder,
      subject: action.subject ?? 'Arrived while the folder was read',
      from: { name: 'Sender', address: `sender@${simulation.tenant.domain}` },
      to: [],
      text: 'Just arrived.\r\n',
    });
    return;
  }
  const id = messageId(mailbox, { folder, target, path: call.path });
  if (id === undefined) return;
  if (action.kind === 'vanish') mailbox.vanish(id);
  else if (action.kind === 'touch') mailbox.touch(id, { isRead: !(mailbox.message(id)?.isRead ?? false) });
  else mailbox.move(id, action.to);
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
