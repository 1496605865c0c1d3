import type { Random } from '../../random.ts';

/** The particulars of one thread: the same container is meant from its first letter to its last. */
export type Particulars = Readonly<Record<string, string>>;

const vessels = [
  'MV Halcyon Bay',
  'Meridian Aurora',
  'Hanbada Pioneer',
  'MV Cape Lorne',
  'Adriatic Swift',
  'Meridian Tasman',
  'MV Northern Loom',
  'Hanbada Unity',
];
const ports = [
  'Rotterdam',
  'Antwerp',
  'Felixstowe',
  'Singapore',
  'Busan',
  'Port Klang',
  'Gdansk',
  'Savannah',
  'Chicago rail ramp',
  'Le Havre',
];
const goods = [
  'tinned tomatoes',
  'sawn timber',
  'machine parts',
  'bottled wine',
  'cotton fabric',
  'kitchen furniture',
  'frozen prawns',
  'ceramic tiles',
  'cable drums',
];
const owners = ['LKSU', 'MRDU', 'HNBU', 'ADFU'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

/** A container number with the check digit of ISO 6346. */
export function containerNumber(random: Random): string {
  const body = random.pick(owners) + String(random.between(100_000, 999_999));
  const sum = Array.from(body).reduce((total, character, at) => total + containerValue(character) * 2 ** at, 0);
  return `${body}${(sum % 11) % 10}`;
}

/** Letters count from ten upwards, leaving out multiples of eleven. */
function containerValue(character: string): number {
  if (/\d/.test(character)) return Number(character);
  const place = character.charCodeAt(0) - 65;
  const value = 10 + place;
  return value + Math.floor((value - 1) / 10 - (value < 11 ? 1 : 0));
}

const money = (random: Random, low: number, high: number): string => {
  const amount = random.between(low, high) * 5;
  return amount.toLocaleString('en-US');
};

/** Draws the particulars of a thread. */
export function particulars(random: Random): Particulars {
  const from = random.pick(ports);
  return {
    container: containerNumber(random),
    container2: containerNumber(random),
    vessel: random.pick(vessels),
    voyage: `${random.between(101, 689)}${random.pick(['E', 'W', 'N', 'S'])}`,
    from,
    port: random.pick(ports.filter((port) => port !== from)),
    goods: random.pick(goods),
    amount: money(random, 90, 1_900),
    amount2: money(random, 20, 160),
    rate: money(random, 260, 840),
    invoice: `LF-${random.between(20_000, 48_999)}`,
    booking: `BK${random.between(1_000_000, 9_999_999)}`,
    entry: `26NL${random.between(10_000_000, 99_999_999)}`,
    hs: `${random.between(1001, 9405)}.${random.between(10, 90)}`,
    count: String(random.between(2, 14)),
    days: String(random.between(2, 9)),
    percent: `${random.between(2, 14)}.${random.below(10)}`,
    weekday: random.pick(weekdays),
    time: `${String(random.between(6, 17)).padStart(2, '0')}:${random.pick(['00', '15', '30', '45'])}`,
    temperature: `-${random.between(18, 24)}`,
    seal: `S${random.between(100_000, 999_999)}`,
    truck: `${random.between(10, 99)}-${random.pick(['BXK', 'VRT', 'LFP', 'TZN'])}-${random.between(1, 9)}`,
    ticket: String(random.between(4_100, 9_800)),
  };
}

/** Fills a template: `{name}` is a particular, `[this|that]` one of several wordings. */
export function fillIn(template: string, random: Random, values: Particulars): string {
  const chosen = template.replace(/\[([^\][]*)\]/g, (_whole, choices: string) => random.pick(choices.split('|')));
  return chosen.replace(/\{(\w+)\}/g, (_whole, name: string) => values[name] ?? name);
}
