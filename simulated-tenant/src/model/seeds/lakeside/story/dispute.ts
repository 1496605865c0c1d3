import type { Recipient } from '../../../contract.ts';
import { hash32, seededRandom } from '../../../random.ts';
import { disputeLetters } from './dispute-letters.ts';
import type { DisputeEntry } from './dispute-letters.ts';
import { documentPart } from '../documents.ts';
import { particulars } from '../fill-ins.ts';
import { colleague, invoicesBox, opsDesk } from '../lakeside-people.ts';
import { letterText, messageIdOf } from '../letter.ts';
import type { Letter } from '../letter.ts';
import { mailDate } from '../../../mime/encode-text.ts';

const parties: Readonly<Record<string, Recipient>> = {
  PC: { name: 'Philippa Crane', address: 'philippa.crane@harrowpike.example' },
  DA: { name: 'Desmond Achebe', address: 'd.achebe@harrowpike.example' },
  RT: { name: 'Rowan Tait', address: 'rowan.tait@taitmercer-law.example' },
  TX: { name: 'T M', address: 'theo.m.private@postbox.example' },
  TM: colleague('Theo Marchetti'),
  JM: colleague('Joost van der Meer'),
  NF: colleague('Naomi Feldt'),
  ML: colleague('Marguerite Lindqvist'),
  WB: colleague('Walter Brandt'),
  BK: colleague('Bridget Kowalski'),
  PH: colleague('Pieter Hoekstra'),
  AT: colleague('Andre Thibault'),
  PM: colleague('Priscilla Monroe'),
  OD: opsDesk,
  IB: invoicesBox,
};

function party(initials: string): Recipient {
  const found = parties[initials];
  if (found === undefined) throw new Error(`nobody is called ${initials}`);
  return found;
}

const list = (initials: string | undefined): Recipient[] =>
  initials === undefined ? [] : initials.split(',').map(party);

/** The letters of the demurrage dispute up to `end`. */
export function disputeStory(end: number): Letter[] {
  const letters: Letter[] = [];
  disputeLetters.forEach((entry, at) => {
    const answered = entry.answers === undefined ? null : (letters[at - entry.answers] ?? null);
    letters.push(letterOf(entry, { at, answered, promise: letters[1] ?? null }));
  });
  return letters.filter((letter) => letter.at < end);
}

function letterOf(entry: DisputeEntry, place: { at: number; answered: Letter | null; promise: Letter | null }): Letter {
  const { answered, promise } = place;
  // Seconds from the text, so that no two letters share one.
  const time = Date.parse(`${entry.on}:00Z`) + (hash32(entry.text) % 60) * 1_000;
  const lies = Object.entries(entry.lies ?? {}).map(([who, folder]) => [party(who).address, folder]);
  return {
    thread: answered?.thread ?? `dispute ${place.at}`,
    step: answered === null ? 0 : place.at,
    at: time,
    from: party(entry.from),
    to: list(entry.to),
    cc: list(entry.cc),
    subject: entry.subject,
    words: () => entry.text,
    previous: answered,
    attachments: entry.document === undefined ? [] : [attached(entry.document, { time, promise })],
    lies: Object.fromEntries(lies) as Record<string, string>,
    isDraft: entry.isDraft ?? false,
    filedUnder: 'Harrow & Pike',
  };
}

type Document = NonNullable<DisputeEntry['document']>;

function attached(document: Document, given: { time: number; promise: Letter | null }) {
  const { promise } = given;
  const values = {
    ...particulars(seededRandom(`dispute ${document.name}`)),
    port: 'Rotterdam',
    company: 'Harrow & Pike Retail',
  };
  const part = documentPart({
    kind: document.kind,
    name: document.name,
    seed: `dispute ${document.name}`,
    values,
    at: given.time,
  });
  if (document.kind !== 'forwarded' || promise === null) return part;
  return { ...part, bytes: () => asMail(promise) };
}

/** The promise as the customer kept it. */
function asMail(letter: Letter): Uint8Array {
  const lines = [
    `From: ${letter.from.name} <${letter.from.address}>`,
    `To: ${letter.to.map((each) => `${each.name} <${each.address}>`).join(', ')}`,
    `Subject: ${letter.subject}`,
    `Date: ${mailDate(letter.at)}`,
    `Message-ID: ${messageIdOf(letter)}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="utf-8"',
    '',
    letterText(letter).replace(/\n/g, '\r\n'),
  ];
  return Buffer.from(lines.join('\r\n'), 'utf8');
}
