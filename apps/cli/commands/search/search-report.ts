import type { Expression, Report } from '#search';
import type { CommandDefinition } from '../../frame/command-definition.ts';
import { readGivenFile } from '../../frame/read-given-file.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { done } from '../../exit-codes.ts';
import { count } from '../../terminal/amounts.ts';
import type { Terminal } from '../../terminal/terminal.ts';

export const searchReport: CommandDefinition = {
  words: 'search report',
  summary: 'count what each of a list of queries finds, and what only it finds',
  details:
    'FILE has one query on each line; empty lines and lines that begin with # are passed over. Hits are kept items, copies in several mailboxes each; families are messages with their attachments, copies once; unique hits are found by no other query of the list.',
  examples: ['search report terms.txt', 'search report terms.txt --csv > hit-report.csv'],
  shape: (command) =>
    command
      .argument('<file>', 'list of queries, one on each line')
      .option('--matter <name>', 'the matter to look into (may be left out where there is only one)')
      .option('--all-matters', 'look into every matter')
      .option('--csv', 'write CSV to stdout'),
  async run({ given, instance, terminal, clock }) {
    const { countReport, prepareSearch } = await import('#search');
    const { chooseMatters } = await import('../../search/choose-matters.ts');
    const queries = await readQueries(given.argument(0));
    const database = await instance.database();
    const asked = { matter: given.text('matter'), isAll: given.flag('allMatters') };
    const matters = await chooseMatters(database.reader, asked);
    const now = clock.now();
    const searches = await Promise.all(
      queries.map(({ expression }) => prepareSearch(database.reader, { expression, matters, now })),
    );
    const report = await database.transaction((tx) => countReport(tx, searches), { isolation: 'repeatable read' });
    const terms = queries.map(({ text }) => text);
    if (given.flag('csv')) terminal.raw(csv(terms, report));
    else show(terminal, terms, report);
    return done;
  },
};

type ReadQuery = { readonly text: string; readonly expression: Expression };

/** Every line that is not understood is named at once. */
async function readQueries(path: string): Promise<readonly ReadQuery[]> {
  const { readKql } = await import('#search');
  const text = (await readGivenFile(path)).toString('utf8');
  const queries: ReadQuery[] = [];
  const wrong: string[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const query = line.trim();
    if (query === '' || query.startsWith('#')) continue;
    const read = readKql(query);
    if ('expression' in read) queries.push({ text: query, expression: read.expression });
    else
      wrong.push(
        `Line ${String(index + 1)}, character ${String(read.problem.at + 1)}: ${read.problem.cause} ${read.problem.fix}`,
      );
  }
  if (wrong.length > 0) throw new UsageError(`${path} has queries that are not understood.`, wrong.join('\n       '));
  if (queries.length === 0) throw new UsageError(`${path} has no query in it.`);
  return queries;
}

function show(terminal: Terminal, terms: readonly string[], { lines, total }: Report): void {
  for (const [index, line] of lines.entries()) terminal.object({ term: terms[index] ?? '', ...line });
  terminal.object({ total });
  terminal.table(
    [
      { title: 'Term', least: 20 },
      { title: 'Hits', align: 'right' },
      { title: 'Families', align: 'right' },
      { title: 'Unique hits', align: 'right' },
    ],
    [...lines.map((line, index) => ({ term: terms[index] ?? '', ...line })), { term: 'All together', ...total }].map(
      ({ term, hits, families, unique }) => [term, count(hits), count(families), count(unique)],
    ),
  );
}

function csv(terms: readonly string[], { lines, total }: Report): string {
  const rows = [
    ...lines.map((line, index) => ({ term: terms[index] ?? '', ...line })),
    { term: 'All together', ...total },
  ];
  const body = rows.map(
    ({ term, hits, families, unique }) => `${cell(term)},${String(hits)},${String(families)},${String(unique)}\r\n`,
  );
  return `\uFEFFterm,hits,families,unique_hits\r\n${body.join('')}`;
}

/** A query that a spreadsheet would take for a formula is made plain text by an apostrophe. */
function cell(text: string): string {
  const plain = /^[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
