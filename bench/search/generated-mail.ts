/** Mail with the statistics that decide what a search costs: few words that are everywhere, many that are rare. */

export interface GeneratedMessage {
  readonly bytes: Buffer;
  readonly receivedAt: Date;
}

const words = 60_000;
const people = 400;
const syllables =
  'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo ya ze bri cla dre fro gli pla stu tre vro'.split(' ');
const first = Date.UTC(2024, 0, 1);
const span = 730 * 86_400_000;

/** The word of this rank: 0 is the most frequent. Every rank has a word of its own. */
export function wordOf(rank: number): string {
  let rest = rank + syllables.length;
  let word = '';
  for (; rest > 0; rest = Math.floor(rest / syllables.length)) word = (syllables[rest % syllables.length] ?? '') + word;
  return word;
}

export function personOf(number: number): { readonly name: string; readonly address: string } {
  const given = wordOf(9000 + number * 7);
  const family = wordOf(12_000 + number * 11);
  return { name: `${given} ${family}`, address: `${given}.${family}@company${String(number % 40)}.example` };
}

/** Numbers in [0, 1) that are the same in every run. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same messages in every run, newest last. */
export function* generatedMail(count: number): Generator<GeneratedMessage> {
  const roll = dice(20_260_131);
  for (let index = 0; index < count; index += 1) {
    const receivedAt = new Date(first + Math.floor((index / count) * span));
    yield { bytes: Buffer.from(messageOf(index, receivedAt, roll)), receivedAt };
  }
}

/** Zipf's law: the word of rank r comes about as often as 1/r. */
function someWords(roll: () => number, count: number): string[] {
  return Array.from({ length: count }, () => wordOf(Math.floor(Math.exp(roll() * Math.log(words))) - 1));
}

function messageOf(index: number, receivedAt: Date, roll: () => number): string {
  const from = personOf(Math.floor(roll() ** 2 * people));
  const to = Array.from({ length: 1 + Math.floor(roll() * 3) }, () => personOf(Math.floor(roll() ** 2 * people)));
  const subject = someWords(roll, 3 + Math.floor(roll() * 6)).join(' ');
  const paragraphs = Array.from({ length: 1 + Math.floor(roll() ** 3 * 14) }, () =>
    wrapped(someWords(roll, 20 + Math.floor(roll() * 100))),
  );
  const text = paragraphs.join('\r\n\r\n');
  const header = [
    `From: ${mailboxOf(from)}`,
    `To: ${to.map(mailboxOf).join(',\r\n ')}`,
    `Subject: ${roll() < 0.4 ? 'Re: ' : ''}${subject}`,
    `Date: ${receivedAt.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${String(index)}.bench@company.example>`,
    'MIME-Version: 1.0',
  ];
  return [...header, ...contentOf(text, { index, roll })].join('\r\n');
}

function mailboxOf({ name, address }: { readonly name: string; readonly address: string }): string {
  return `"${name}" <${address}>`;
}

function contentOf(text: string, { index, roll }: { index: number; roll: () => number }): readonly string[] {
  const plain = ['Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit', '', text];
  const kind = roll();
  if (kind < 0.5) return [...plain, ''];
  const boundary = `=_${String(index)}`;
  const isAlternative = kind < 0.85;
  const other = isAlternative
    ? ['Content-Type: text/html; charset=utf-8', '', `<p>${text.replaceAll('\r\n\r\n', '</p>\r\n<p>')}</p>`]
    : [
        `Content-Type: text/plain; name="${wordOf(500 + (index % 3000))}.txt"`,
        'Content-Disposition: attachment',
        '',
        wrapped(someWords(roll, 150)),
      ];
  const type = isAlternative ? 'alternative' : 'mixed';
  const parts = [plain, other].flatMap((part) => [`--${boundary}`, ...part]);
  return [`Content-Type: multipart/${type}; boundary="${boundary}"`, '', ...parts, `--${boundary}--`, ''];
}

function wrapped(some: readonly string[]): string {
  const lines: string[] = [];
  for (let at = 0; at < some.length; at += 12) lines.push(some.slice(at, at + 12).join(' '));
  return lines.join('\r\n');
}
