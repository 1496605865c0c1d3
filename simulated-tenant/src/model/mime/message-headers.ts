import type { Recipient } from '../contract.ts';
import { threadIndex } from '../mailbox/thread-index.ts';
import type { HeaderField, ItemFacts } from '../mailbox/item-record.ts';
import { hash32, seededBytes } from '../random.ts';
import { encodedWords, isAscii, mailDate } from './encode-text.ts';

/** How the message came to be in its mailbox; a draft has no transport at all. */
export interface Transport {
  readonly received: boolean;
  readonly method?: string;
}

/**
 * The header of a message as Exchange rebuilds it: transport first, then the sender's fields, then
 * its own. Values are folded with CRLF and a tab where they are long.
 */
export function messageHeaders(facts: ItemFacts, transport: Transport): HeaderField[] {
  const field = (name: string, value: string): HeaderField => ({ name, value });
  const recipients = (name: string, list: readonly Recipient[]): HeaderField[] =>
    list.length === 0 ? [] : [field(name, list.map(address).join(',\r\n\t'))];
  return [
    ...(transport.received ? receivedHeaders(facts) : []),
    ...(facts.from === null ? [] : [field('From', address(facts.from))]),
    ...(facts.sender === null || facts.sender.address === facts.from?.address
      ? []
      : [field('Sender', address(facts.sender))]),
    ...recipients('To', facts.to),
    ...recipients('CC', facts.cc),
    ...recipients('BCC', facts.bcc),
    ...recipients('Reply-To', facts.replyTo),
    field('Subject', encodedWords(facts.subject)),
    field(
      'Thread-Topic',
      encodedWords(facts.subject.replace(/^((re|fw|fwd|aw|wg|accepted|declined|canceled): )+/i, '')),
    ),
    field('Thread-Index', threadIndex(facts.conversation)),
    ...importance(facts),
    field('Date', mailDate(facts.sentDateTime)),
    field('Message-ID', facts.internetMessageId),
    field('Accept-Language', 'en-GB, en-US'),
    field('Content-Language', 'en-GB'),
    field('X-MS-Has-Attach', facts.hasAttachments ? 'yes' : ''),
    ...(transport.received ? [field('X-MS-Exchange-Organization-SCL', '-1')] : []),
    field('X-MS-TNEF-Correlator', facts.kind === 'message' ? '' : facts.internetMessageId),
    field('X-MS-Exchange-Organization-RecordReviewCfmType', '0'),
  ];
}

function importance(facts: ItemFacts): HeaderField[] {
  if (facts.importance === 'normal') return [];
  const priority = facts.importance === 'high' ? '1' : '5';
  return [
    { name: 'Importance', value: facts.importance },
    { name: 'X-Priority', value: priority },
  ];
}

/** A mailbox as RFC 5322 writes it. */
export function address(recipient: Recipient): string {
  const { name } = recipient;
  if (name === '') return `<${recipient.address}>`;
  if (!isAscii(name)) return `${encodedWords(name)} <${recipient.address}>`;
  const phrase = /^[\w .'-]+$/.test(name) && !name.includes('.') ? name : `"${name.replace(/(["\\])/g, '\\$1')}"`;
  return `${phrase} <${recipient.address}>`;
}

function receivedHeaders(facts: ItemFacts): HeaderField[] {
  const id = seededBytes(`hop ${facts.internetMessageId}`, 12).toString('hex');
  const server = (letter: string): string =>
    `${letter}${hash32(`${letter}${facts.internetMessageId}`) % 9}PR04MB${1000 + (hash32(letter) % 8999)}`;
  const [front, back] = [server('A'), server('D')];
  const hop = (from: string, by: string, time: number): HeaderField => ({
    name: 'Received',
    value: `from ${from}.eurprd04.prod.example (2603:10a6:${id.slice(0, 4)}::${id.slice(4, 6)})\r\n by ${by}.eurprd04.prod.example with HTTPS; ${mailDate(time)}`,
  });
  return [
    hop(front, back, facts.receivedDateTime),
    hop(`${front}.mail`, front, Math.max(facts.sentDateTime, facts.receivedDateTime - 1_000)),
    {
      name: 'Authentication-Results',
      value: `spf=pass smtp.mailfrom=${facts.from?.address.split('@')[1] ?? ''}; dkim=pass; dmarc=pass action=none`,
    },
  ];
}
