import { exceptionsOfItem, sightingsOfItem, type KeptItem, type MessageAttachment, type ReadMessage } from '#search';
import { originalBytes } from '../../workbench/messages/original-bytes.ts';
import type { Invocation } from '../frame/command-definition.ts';
import { instant, size } from '../terminal/amounts.ts';
import { plainText } from '../terminal/plain-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { MessageView } from './message-views.ts';

interface Shown {
  readonly item: KeptItem;
  /** Null when it could not be read, or was not yet. */
  readonly message: ReadMessage | null;
}

/** Shows a kept message, or one view of it. Failure `malformed` (`altered-message`) where its bytes are others now. */
export async function showMessage(
  invocation: Invocation,
  { view, item, message }: Shown & { readonly view: MessageView | null },
): Promise<void> {
  const { terminal } = invocation;
  switch (view) {
    case 'source':
      terminal.raw(await originalBytes(invocation.instance, item));
      return;
    case 'headers':
      showLines(terminal, headerOf(await originalBytes(invocation.instance, item)), (headers) => ({
        id: item.id,
        headers,
      }));
      return;
    case 'text':
      showLines(terminal, message?.bodyText ?? '', (text) => ({ id: item.id, text }));
      return;
    case 'attachments':
      terminal.object({ id: item.id, attachments: message?.attachments ?? [] });
      showAttachments(terminal, message?.attachments ?? []);
      return;
    case 'custody':
      await showCustody(invocation, { item, message });
      return;
    case null:
      await showAll(invocation, { item, message });
  }
}

/** The header is ASCII, or UTF-8 where mail programs break the rule. */
function headerOf(bytes: Buffer): string {
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  return bytes.subarray(0, end?.index ?? bytes.length).toString('utf8');
}

function showLines(terminal: Terminal, text: string, object: (text: string) => object): void {
  terminal.object(object(text));
  for (const line of text.split(/\r?\n/)) terminal.line(plainText(line.replaceAll('\t', '    ')));
}

async function showAll(invocation: Invocation, { item, message }: Shown): Promise<void> {
  const { terminal, instance } = invocation;
  const { reader } = await instance.database();
  const exceptions = await exceptionsOfItem(reader, item);
  terminal.object({ ...item, ...message, exceptions });
  terminal.facts([
    ['Subject', message?.subject ?? ''],
    ...peopleOf(message),
    ['Sent', message?.sent == null ? '' : instant(message.sent)],
    ['Received', item.received === null ? '' : instant(item.received)],
    ['Mailbox', `${item.mailbox} (${item.custodian}), ${item.folder}`],
    ['Matter', item.matter],
    ['Id', item.id],
  ]);
  for (const { part, reason, detail } of exceptions) {
    terminal.marked({ text: reason, tone: 'warning' }, part === '' ? detail : `part ${part}: ${detail}`);
  }
  terminal.line();
  for (const line of (message?.bodyText ?? '').split(/\r?\n/)) terminal.line(plainText(line.replaceAll('\t', '    ')));
  if (message === null || message.attachments.length === 0) return;
  terminal.line();
  showAttachments(terminal, message.attachments);
}

function peopleOf(message: ReadMessage | null): (readonly [string, string])[] {
  if (message === null) return [];
  const rows = [
    ['From', message.from],
    ['To', message.to],
    ['Cc', message.cc],
    ['Bcc', message.bcc],
  ] as const;
  return rows
    .filter(([, people]) => people.length > 0)
    .map(([title, people]) => [
      title,
      people.map(({ name, address }) => (name === '' ? address : `${name} <${address}>`)).join(', '),
    ]);
}

function showAttachments(terminal: Terminal, attachments: readonly MessageAttachment[]): void {
  if (attachments.length === 0) {
    terminal.line('No attachments.');
    return;
  }
  terminal.table(
    [
      { title: 'Part' },
      { title: 'Name', least: 16 },
      { title: 'Type', least: 12 },
      { title: 'Size', align: 'right' },
      { title: 'SHA-256', least: 16 },
    ],
    attachments.map(({ part, name, mediaType, size: bytes, digest }) => [
      part,
      name ?? '',
      mediaType,
      bytes === null ? '' : size(bytes),
      digest ?? '',
    ]),
  );
}

async function showCustody({ terminal, instance }: Invocation, { item, message }: Shown): Promise<void> {
  const { reader } = await instance.database();
  const sightings = await sightingsOfItem(reader, item);
  terminal.object({ ...item, familyHash: message?.familyHash ?? null, sightings });
  terminal.facts([
    ['Digest', `${item.bytes.digest} (SHA-256 of ${size(item.bytes.size)})`],
    ['Family hash', message?.familyHash ?? 'not read'],
    ['Mailbox', `${item.mailbox}, ${item.folder} (${item.place})`],
    ['Custodian', `${item.custodian}, matter ${item.matter}`],
    ['Item', `${item.item}, version ${String(item.version)}, change key ${item.changeKey}`],
    ['Collected', `${instant(item.collectedAt)} by collection ${item.collection}`],
    ['Pack', `${item.bytes.pack}, from byte ${String(item.bytes.start)}`],
    [
      'Pack digest',
      item.packDigest === null
        ? 'not sealed'
        : `${item.packDigest}${item.packSealedAt === null ? '' : `, sealed ${instant(item.packSealedAt)}`}`,
    ],
    ...sightings.map(
      ({ at, collection, folder }) =>
        ['Seen again', `${instant(at)} in ${folder} by collection ${collection}`] as const,
    ),
  ]);
  terminal.line();
  terminal.line(`The signed receipt: chainmail receipt show ${item.collection}`);
}
