import { personOf, wordOf } from './generated-mail.ts';

const ranks = { everywhere: 0, frequent: 40, usual: 900, rare: 30_000 };
const word = (rank: number): string => wordOf(rank);
const { everywhere, frequent, usual, rare } = ranks;
const ana = personOf(3);
const bob = personOf(170);

/** What people ask: words of every frequency, phrases, nearness, people, dates, and all of that together. */
export const mixedQueries: readonly string[] = [
  ...[everywhere, 1, 7, frequent, 200, usual, 5000, rare, 55_000].map(word),
  'nothing-that-is-anywhere',
  '*',
  `${word(everywhere)} ${word(rare)}`,
  `${word(frequent)} ${word(usual)}`,
  `${word(1)} ${word(2)} ${word(3)}`,
  `${word(frequent)} OR ${word(usual)} OR ${word(rare)}`,
  `${word(rare)} OR ${word(rare + 1)} OR ${word(rare + 2)} OR ${word(rare + 3)}`,
  `${word(usual)} NOT ${word(everywhere)}`,
  `NOT ${word(everywhere)}`,
  `NOT ${word(rare)}`,
  `${word(frequent)} -${word(1)} -${word(2)}`,
  ...['br', 'cla', word(usual).slice(0, 4), word(rare).slice(0, 5)].map((start) => `${start}*`),
  `"${word(0)} ${word(1)}"`,
  `"${word(frequent)} ${word(2)}"`,
  `"${word(usual)} ${word(everywhere)}"`,
  `"${word(rare)} ${word(usual)}"`,
  `${word(0)} NEAR(3) ${word(1)}`,
  `${word(frequent)} NEAR ${word(usual)}`,
  `${word(usual)} ONEAR(20) ${word(5)}`,
  `${word(everywhere)} NEAR(5) ${word(rare)}`,
  ...[ana, bob].flatMap(({ address }) => [`from:${address}`, `participants:${address}`]),
  `from:"${ana.name}" to:"${bob.name}"`,
  'from:company7.example',
  `recipients:${bob.address} ${word(usual)}`,
  `subject:${word(everywhere)}`,
  `subject:${word(usual)}`,
  `subject:"${word(0)} ${word(1)}"`,
  `subject="${word(rare)}"`,
  `body:${word(frequent)}`,
  `attachment:txt ${word(frequent)}`,
  `hasattachment:true received:2024-06-01..2024-06-30`,
  'received:2025-03-10',
  `received<2024-02-01 ${word(usual)}`,
  `${word(everywhere)} received:2024-01-01..2024-01-07`,
  'size>20KB',
  `folder:inbox custodian:"custodian 2" ${word(frequent)}`,
  `(${word(usual)} OR subject:${word(frequent)}) from:${ana.address} received>=2025-01-01`,
];
