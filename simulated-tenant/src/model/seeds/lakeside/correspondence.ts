import type { Recipient } from '../../contract.ts';
import type { AttachmentPart } from '../../mailbox/item-record.ts';
import { seededRandom } from '../../random.ts';
import type { Random } from '../../random.ts';
import { documentPart } from './documents.ts';
import { fillIn, particulars } from './fill-ins.ts';
import type { Particulars } from './fill-ins.ts';
import { colleague, colleagues, customsBox, invoicesBox, officeOffset, opsDesk, outsiders } from './lakeside-people.ts';
import type { Outsider } from './lakeside-people.ts';
import { colleagueAt } from './letter.ts';
import type { Letter } from './letter.ts';
import type { Matter, Topic } from './topic.ts';
import { chatter, computing, people, review } from './topics/company.ts';
import { invoices, rates } from './topics/money.ts';
import { claims, customs, dispatch, documentation } from './topics/movement.ts';

const topics: readonly Topic[] = [
  customs,
  dispatch,
  documentation,
  claims,
  invoices,
  rates,
  people,
  computing,
  review,
  chatter,
];
const day = 86_400_000;
const hour = 3_600_000;

export interface Span {
  readonly begin: number;
  readonly end: number;
  readonly threads: number;
  /** Tells spans of one tenant apart. */
  readonly label: string;
  /** Only threads this person takes part in, if given. */
  readonly around?: Recipient;
}

/** The everyday correspondence of the company over a span of time. Words are made later, when read. */
export function correspondence(span: Span): Letter[] {
  const letters: Letter[] = [];
  for (let at = 0; at < span.threads; at++) {
    const key = `${span.label} ${at}`;
    const random = seededRandom(`lakeside ${key}`);
    const begin = span.begin + ((at + random.fraction()) / span.threads) * (span.end - span.begin);
    letters.push(
      ...thread(random, { key, begin, end: span.end, ...(span.around === undefined ? {} : { around: span.around }) }),
    );
  }
  return letters;
}

interface ThreadStart {
  readonly key: string;
  readonly begin: number;
  readonly end: number;
  readonly around?: Recipient;
}

function weighted(random: Random): Topic {
  let left = random.fraction() * topics.reduce((sum, topic) => sum + topic.weight, 0);
  return topics.find((topic) => (left -= topic.weight) < 0) ?? dispatch;
}

function thread(random: Random, start: ThreadStart): Letter[] {
  const topic = weighted(random);
  const matter = random.pick(topic.matters);
  const starter = start.around ?? someone(random, matter.starts ?? topic.starts, { at: start.begin, besides: null });
  const answerer = someone(random, topic.answers, { at: start.begin, besides: starter });
  const values = { ...particulars(random), company: companyOf([starter, answerer], random) };
  const subject = fillIn(matter.subject, random, values);
  // Some matters get no answer, some none of the last words.
  const length = random.chance(0.2) ? 1 : random.between(2, matter.replies.length + 2);
  const letters: Letter[] = [];
  let at = start.begin;
  const everyone = topic.copies === 'everyone' && colleagueAt(starter.address) !== undefined;
  const cc = copies(random, topic, { starter, answerer, at });
  for (let step = 0; step < length; step++) {
    const from = step % 2 === 0 ? starter : answerer;
    const to = everyone && step === 0 ? others(starter, at) : [step % 2 === 0 ? answerer : starter];
    at = officeTime(random, at, from);
    if (at >= start.end) break;
    const plan = { topic, matter, random, values, key: start.key, step };
    letters.push(letterOf({ plan, from, to, cc: everyone ? [] : cc, subject, at, previous: letters.at(-1) ?? null }));
    at += random.between(20, 60 * 30) * 60_000;
  }
  const last = letters.at(-1);
  const forwards = last !== undefined && random.chance(0.3);
  return forwards ? [...letters, ...forwarded(random, last, { values, end: start.end })] : letters;
}

const passingOn = [
  'FYI. [No action needed.|Please file it.|You asked me to keep you posted.]',
  'See below. [Could you take this over?|What do you make of it?|Is this yours or mine?]',
  'For your file, {booking}.',
  'Please read from the bottom. I would like your view before {weekday}.',
];

/** Somebody of the company passes the last letter of a thread on to a third. */
function forwarded(random: Random, last: Letter, given: { values: Particulars; end: number }): Letter[] {
  const inside = [...last.to, last.from].find((person) => colleagueAt(person.address) !== undefined);
  if (inside === undefined || last.to.length > 2) return [];
  const known = [last.from, ...last.to, ...last.cc].map((person) => person.name);
  const reader = colleague(random.pick(present(last.at).filter((each) => !known.includes(each.name))).name);
  const at = officeTime(random, last.at + random.between(10, 900) * 60_000, inside);
  const seed = `${last.thread} forward`;
  const { values } = given;
  const template = random.pick(passingOn);
  const letter: Letter = {
    ...last,
    step: last.step + 1,
    at,
    from: inside,
    to: [reader],
    cc: [],
    subject: `FW: ${last.subject.replace(/^RE: /, '')}`,
    words: () => words(template, { seed, values, reader: reader.name.split(' ')[0] ?? '', from: inside }),
    previous: last,
  };
  return at < given.end ? [letter] : [];
}

interface LetterPlan {
  readonly plan: { topic: Topic; matter: Matter; random: Random; values: Particulars; key: string; step: number };
  readonly from: Recipient;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly subject: string;
  readonly at: number;
  readonly previous: Letter | null;
}

function letterOf({ plan, from, to, cc, subject, at, previous }: LetterPlan): Letter {
  const { topic, matter, random, values, key, step } = plan;
  const reader = to[0]?.name.split(' ')[0] ?? 'all';
  const said = step === 0 ? matter.opener : (matter.replies[step - 1] ?? random.pick(topic.closers));
  const promised = /attached/i.test(said);
  const attached = promised || random.chance(step === 0 ? 0.3 : 0.1) ? [attachmentOf(plan, at)] : [];
  return {
    thread: key,
    step,
    at,
    from,
    to,
    cc,
    subject: step === 0 ? subject : `RE: ${subject}`,
    words: () => words(said, { seed: `${key} ${step}`, values, reader: to.length > 2 ? 'all' : reader, from }),
    previous,
    attachments: attached,
    filedUnder: values['company'] ?? topic.name,
    ...(random.chance(0.04) ? { importance: 'high' } : random.chance(0.02) ? { importance: 'low' } : {}),
  };
}

function attachmentOf(plan: LetterPlan['plan'], at: number): AttachmentPart {
  const { kind, name } = plan.random.pick(plan.topic.documents);
  const values = plan.values;
  return documentPart({ kind, name: fillIn(name, plan.random, values), seed: `${plan.key} ${plan.step}`, values, at });
}

const greetings = [
  'Hi {reader},',
  'Hello {reader},',
  'Good morning {reader},',
  'Dear {reader},',
  '{reader},',
  'Hi {reader}',
];
const farewells = [
  'Kind regards',
  'Best regards',
  'Regards',
  'Thanks',
  'Many thanks',
  'Best',
  'Cheers',
  'With kind regards',
];

interface Wording {
  readonly seed: string;
  readonly values: Particulars;
  readonly reader: string;
  readonly from: Recipient;
}

// What people add that has nothing to do with the matter.
const asides = [
  'I am out of the office on {weekday}, please call the desk if it cannot wait.',
  'Please keep the desk in copy.',
  'Tell me if you need anything else from me.',
  'By the way, the numbers for last month are in the shared folder.',
  'Sorry for the short mail, I am on the phone with the terminal.',
  'Could we talk about this for five minutes at {time}?',
  'If I do not hear from you I take it as a yes.',
];

function words(template: string, { seed, values, reader, from }: Wording): string {
  const random = seededRandom(`words ${seed}`);
  const said = [fillIn(template, random, values)];
  if (random.chance(0.25)) said.push(fillIn(random.pick(asides), random, values));
  const greeting = random.pick(greetings).replace('{reader}', reader);
  return `${greeting}\n\n${said.join('\n\n')}\n\n${random.pick(farewells)}\n${from.name.split(' ')[0] ?? ''}`;
}

/** When Theo left; nobody writes to him from then on. */
export const leaverLeft = Date.UTC(2026, 6, 31, 16, 0);

function present(at: number): typeof colleagues {
  return colleagues.filter((each) => each.lack !== 'idle' && (each.lack !== 'left' || at < leaverLeft));
}

function someone(random: Random, roles: readonly string[], when: { at: number; besides: Recipient | null }): Recipient {
  const { at, besides } = when;
  const role = random.pick(roles);
  const outside = outsiders.filter((each) => each.role === role);
  const inside = present(at).filter((each) => each.department === role && each.name !== besides?.name);
  if (outside.length > 0) return random.pick(outside);
  const fallback = present(at).filter((each) => each.name !== besides?.name);
  return colleague(random.pick(inside.length > 0 ? inside : fallback).name);
}

function companyOf(parties: readonly Recipient[], random: Random): string {
  const party = outsiders.find((each) => parties.some((one) => one.address === each.address));
  return (party ?? random.pick(outsiders.filter((each): each is Outsider => each.role === 'customer'))).company;
}

const others = (starter: Recipient, at: number): Recipient[] =>
  present(at)
    .filter((each) => each.name !== starter.name)
    .map((each) => colleague(each.name));

function copies(
  random: Random,
  topic: Topic,
  parties: { starter: Recipient; answerer: Recipient; at: number },
): Recipient[] {
  const list: Recipient[] = [];
  if (topic.copies === 'ops-desk' && random.chance(0.55)) list.push(opsDesk);
  if (topic.copies === 'invoices' && random.chance(0.6)) list.push(invoicesBox);
  if (topic.copies === 'customs' && random.chance(0.5)) list.push(customsBox);
  const free = present(parties.at).filter((each) => ![parties.starter.name, parties.answerer.name].includes(each.name));
  if (random.chance(0.35)) list.push(...random.sample(free, random.between(1, 3)).map((each) => colleague(each.name)));
  return list;
}

/** The next time from `at` on that lies in the sender's working day. */
export function officeTime(random: Random, at: number, sender: Recipient): number {
  const member = colleagueAt(sender.address);
  const offset = member === undefined ? 0 : officeOffset[member.office];
  const local = new Date(at + offset);
  const hourOfDay = local.getUTCHours();
  const weekday = local.getUTCDay();
  let days = hourOfDay >= 18 ? 1 : 0;
  while ([0, 6].includes((weekday + days) % 7)) days++;
  const early = hourOfDay < 7 || days > 0;
  const midnight = Math.floor((at + offset) / day) * day - offset;
  const time = early ? midnight + days * day + 7 * hour + random.below(3 * hour) : at + random.below(hour / 3);
  return Math.floor(time / 1_000) * 1_000;
}
