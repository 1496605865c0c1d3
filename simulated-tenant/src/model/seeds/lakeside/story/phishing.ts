import { addressOf, colleague, colleagues } from '../lakeside-people.ts';
import type { Letter } from '../letter.ts';

const minute = 60_000;

/** When the wave came: a Wednesday morning in October. */
export const waveBegan = Date.UTC(2026, 9, 14, 7, 12, 0);

const sender = { name: 'Lakeside IT Service Desk', address: 'servicedesk@lakeside-freight-portal.example' };

const victims = [
  'Dana Whitlock',
  'Hector Salinas',
  'Bridget Kowalski',
  'Marguerite Lindqvist',
  'Ines Carvalho',
  'Femke de Wit',
  'Pieter Hoekstra',
  'Sanne Bakker',
  'Siti Rahman',
  'Mei Chen',
  'Farah Aziz',
];

// What each did with it: most left it, some threw it away, one tried to hide it.
const fates: Readonly<Record<string, string>> = {
  'Hector Salinas': 'deleteditems',
  'Ines Carvalho': 'junkemail',
  'Pieter Hoekstra': 'recoverableitemsdeletions',
  'Mei Chen': 'junkemail',
  'Bridget Kowalski': 'recoverableitemspurges',
};

/** A phishing mail to eleven mailboxes within twenty minutes, and what followed from it. */
export function phishingWave(): Letter[] {
  const wave = victims.map((name, at): Letter => {
    const fate = fates[name];
    return {
      thread: `phishing ${at}`,
      step: 0,
      at: waveBegan + at * 107_000,
      from: sender,
      to: [colleague(name)],
      cc: [],
      subject: 'Action required: your mailbox is 98% full',
      importance: 'high',
      previous: null,
      words: () =>
        `Dear ${name},\n\nyour mailbox has reached 98% of its quota. Incoming messages will be rejected within 24 hours.\n\n` +
        `Please confirm your account to receive additional storage:\nhttps://lakeside-freight-portal.example/verify?u=${at}7f3c\n\n` +
        'This is an automated message of the Lakeside IT Service Desk. Do not reply.',
      ...(fate === undefined ? {} : { lies: { [addressOf(name)]: fate } }),
    };
  });
  return [...wave, ...aftermath(wave)];
}

function aftermath(wave: readonly Letter[]): Letter[] {
  const andre = colleague('Andre Thibault');
  const bridget = colleague('Bridget Kowalski');
  const femke = colleague('Femke de Wit');
  const base = { cc: [], step: 1 };
  const report: Letter = {
    ...base,
    thread: 'phishing report',
    at: waveBegan + 41 * minute,
    from: femke,
    to: [andre],
    subject: 'FW: Action required: your mailbox is 98% full',
    previous: wave[5] ?? null,
    words: () => 'Hi Andre,\n\nis this from you? The address looks odd and I have plenty of space left.\n\nFemke',
  };
  const warning: Letter = {
    ...base,
    thread: 'phishing warning',
    at: waveBegan + 7 * 60 * minute,
    from: andre,
    to: colleagues
      .filter((each) => each.name !== 'Andre Thibault' && each.lack !== 'left')
      .map((each) => colleague(each.name)),
    subject: 'WARNING: do not open "your mailbox is 98% full"',
    importance: 'high',
    previous: null,
    words: () =>
      'All,\n\nthis morning some of you received a mail from "Lakeside IT Service Desk". It is not from us. The domain is lakeside-freight-portal.example, ours has no portal in it. Do not click. If you did click and typed your password, call me now, I will not be angry.\n\nAndre',
  };
  const confession: Letter = {
    ...base,
    thread: 'phishing confession',
    at: waveBegan + 8 * 60 * minute,
    from: bridget,
    to: [andre],
    subject: 'that mail',
    previous: null,
    words: () =>
      'Andre,\n\nI did click and I did enter my password, this was before eight. Then I deleted the mail because I was embarrassed. What do I do now? Nothing strange so far, except that I was signed out twice.\n\nBridget',
  };
  const answer: Letter = {
    ...base,
    thread: 'phishing confession',
    step: 2,
    at: waveBegan + 8 * 60 * minute + 6 * minute,
    from: andre,
    to: [bridget],
    subject: 'RE: that mail',
    previous: confession,
    words: () =>
      'Thank you for telling me. Your password is reset and all sessions are revoked. There was a new rule in your mailbox that moved everything with "invoice" to the archive; I removed it. Please check your sent items with me at three.',
  };
  return [report, warning, confession, answer];
}
