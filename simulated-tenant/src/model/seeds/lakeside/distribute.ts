import type { Recipient } from '../../contract.ts';
import type { ItemFacts } from '../../mailbox/item-record.ts';
import type { ConversationPlace } from '../../mailbox/thread-index.ts';
import type { InitialState, SeedableMailbox } from '../../mailbox/open-mailbox.ts';
import { composedContent } from '../../mime/composed-content.ts';
import type { Composition } from '../../mime/composed-content.ts';
import { outlookHtml } from '../../mime/plain-text.ts';
import { hash32 } from '../../random.ts';
import { lakesideDomain } from './lakeside-people.ts';
import { letterText, messageIdOf } from './letter.ts';
import type { Letter } from './letter.ts';

/** Who has which letters: by address, every copy that lies in a mailbox of the company. */
export function copiesByOwner(letters: readonly Letter[]): Map<string, Letter[]> {
  const copies = new Map<string, Letter[]>();
  for (const letter of letters) {
    const everyone = [letter.from, ...letter.to, ...letter.cc, ...(letter.bcc ?? [])];
    const owners = letter.isDraft === true ? [letter.from] : everyone;
    for (const address of new Set(owners.map((person) => person.address))) {
      if (!address.endsWith(`@${lakesideDomain}`)) continue;
      const list = copies.get(address);
      if (list === undefined) copies.set(address, [letter]);
      else list.push(letter);
    }
  }
  return copies;
}

/** Puts an owner's copies where that owner would have them. */
export function layDown(
  mailbox: SeedableMailbox,
  owner: Recipient,
  given: { letters: readonly Letter[]; end: number },
): void {
  const made = new Map<string, string>();
  function folderNamed(name: string): string {
    const known = made.get(name);
    if (known !== undefined) return known;
    const { id } = mailbox.createFolder({ displayName: name, parentFolderId: 'inbox' });
    made.set(name, id);
    return id;
  }
  for (const letter of given.letters) {
    const place = placeOf(letter, owner, given.end);
    const folder = place.filed === undefined ? place.folder : folderNamed(place.filed);
    mailbox.place(factsOf(letter, owner), folder, place.state);
  }
}

interface LetterPlace {
  readonly folder: string;
  /** A sub-folder of the inbox, by name. */
  readonly filed?: string;
  readonly state: InitialState;
}

const month = 30 * 86_400_000;

/** Half the people file by customer; everybody deletes some, and some deletions go further. */
function placeOf(letter: Letter, owner: Recipient, end: number): LetterPlace {
  const dice = hash32(`${owner.address} ${letter.thread} ${letter.step}`);
  const sentByOwner = letter.from.address === owner.address;
  const recent = end - letter.at < month / 3;
  const state: InitialState = {
    isRead: sentByOwner || (dice >>> 8) % (recent ? 3 : 25) !== 0,
    flagged: (dice >>> 12) % 60 === 0,
    categories: (dice >>> 16) % 45 === 0 ? ['Blue category'] : [],
    modified: Math.min(end, letter.at + 2_000 + (dice % 5) * 900_000),
  };
  const told = letter.lies?.[owner.address];
  if (told !== undefined) return { folder: told, state };
  if (letter.isDraft === true) return { folder: 'drafts', state };
  const chance = dice % 1_000;
  const partOfStory = letter.thread.startsWith('dispute') || letter.thread.startsWith('phishing');
  if (!partOfStory && chance < 75) return { folder: deletedTo(chance), state };
  if (sentByOwner) return { folder: 'sentitems', state };
  const files = hash32(owner.address) % 2 === 0;
  if (files && letter.filedUnder !== undefined && chance < 600)
    return { folder: 'inbox', filed: letter.filedUnder, state };
  if (!files && end - letter.at > 6 * month && chance < 500) return { folder: 'archive', state };
  return { folder: 'inbox', state };
}

function deletedTo(chance: number): string {
  if (chance < 8) return 'recoverableitemspurges';
  if (chance < 22) return 'recoverableitemsdeletions';
  if (chance < 25) return 'recoverableitemsversions';
  return chance < 27 ? 'recoverableitemsdiscoveryholds' : 'deleteditems';
}

function factsOf(letter: Letter, owner: Recipient): ItemFacts {
  const sentByOwner = letter.from.address === owner.address;
  const attachments = letter.attachments ?? [];
  const travel = sentByOwner ? 0 : 2_000 + (hash32(letter.thread) % 6) * 1_000;
  return {
    kind: letter.kind ?? 'message',
    receivedDateTime: letter.at + travel,
    sentDateTime: letter.at,
    internetMessageId: messageIdOf(letter),
    subject: letter.subject,
    importance: letter.importance ?? 'normal',
    conversation: conversationOf(letter),
    from: letter.from,
    sender: letter.from,
    to: letter.to,
    cc: letter.cc,
    bcc: sentByOwner ? (letter.bcc ?? []) : [],
    replyTo: [],
    isDraft: letter.isDraft ?? false,
    hasAttachments: attachments.some((part) => !part.isInline),
    meeting: letter.meeting ?? null,
    content: composedContent(() => composition(letter), { received: !sentByOwner }),
  };
}

/** Every letter of a thread names the same beginning. */
function conversationOf(letter: Letter): ConversationPlace {
  let depth = 0;
  let first = letter;
  for (; first.previous !== null; depth++) first = first.previous;
  return { key: letter.thread, began: letter.began ?? first.at, depth };
}

/** Most write HTML with a plain alternative, some plain text only. */
function composition(letter: Letter): Composition {
  const text = letterText(letter);
  const plainOnly = hash32(letter.from.address) % 7 === 0 && letter.calendar === undefined;
  const { calendar } = letter;
  return {
    text: `${text}\n`,
    ...(plainOnly ? {} : { html: outlookHtml(text) }),
    ...(calendar === undefined ? {} : { calendar: { method: calendar.method, text: calendar.text() } }),
    attachments: letter.attachments ?? [],
  };
}
