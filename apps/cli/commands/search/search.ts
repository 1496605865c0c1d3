import { Option } from 'commander';
import type { CommandDefinition, Invocation } from '../../frame/command-definition.ts';
import { UsageError } from '../../frame/usage-error.ts';
import { done, type ExitCode } from '../../exit-codes.ts';
import { count, counted } from '../../terminal/amounts.ts';
import type { Expression, Search } from '#search';
import type { Database } from '#platform';

const shownToPeople = 25;
const pageLength = 500;
const countPatience = 3000;

export const search: CommandDefinition = {
  words: 'search',
  summary: 'find kept messages with a KQL query',
  details:
    'Keyword Query Language as Microsoft 365 has it: words, "phrases", beginnings (budg*), from: to: cc: bcc: participants: recipients: subject: body: attachment: received: sent: hasattachment: kind: folder: place: custodian: mailbox: matter: size: importance: isdraft: messageid: digest:, AND, OR, NOT, NEAR(n), ONEAR(n), brackets. * finds everything. Results come newest first; the id is what `message show` takes. A query that begins with a minus needs -- before it.',
  examples: [
    `search 'from:theo.marchetti@lakeside.example demurrage'`,
    `search 'subject:"bill of lading" received:2026-01-01..2026-01-31' --count`,
    `search '(detention NEAR(5) charge*) NOT folder:"Deleted Items"' --matter 'Harrow & Pike' --json`,
    `search 'received:"last month" size>5MB' --explain`,
  ],
  shape: (command) =>
    command
      .argument('<kql>', 'the query, in quotation marks of the shell')
      .option('--matter <name>', 'the matter to look into (may be left out where there is only one)')
      .option('--all-matters', 'look into every matter')
      .option('--limit <n>', `results to show, or "all" (default: ${String(shownToPeople)}, all with --json)`)
      .addOption(new Option('--after <cursor>', 'go on where an earlier page ended'))
      .option('--count', 'only count: hits, and how many for each custodian, month, sender and file type')
      .option('--explain', 'say in words what the query asks for, and whether Microsoft 365 could be asked the same'),
  async run(invocation) {
    const { given, instance, terminal, clock } = invocation;
    const { prepareSearch } = await import('#search');
    const { readQuery } = await import('../../search/read-query.ts');
    const { chooseMatters } = await import('../../search/choose-matters.ts');
    const expression = readQuery(terminal, given.argument(0));
    if (given.flag('explain')) return explain(invocation, expression);
    const limit = readLimit(given.text('limit'), terminal.isJson);
    const database = await instance.database();
    const asked = { matter: given.text('matter'), isAll: given.flag('allMatters') };
    const matters = await chooseMatters(database.reader, asked);
    const prepared = await prepareSearch(database.reader, { expression, matters, now: clock.now() });
    if (given.flag('count')) return countOnly(invocation, database, prepared);
    return showResults(invocation, { database, prepared, limit });
  },
};

function readLimit(text: string | undefined, isJson: boolean): number {
  if (text === undefined) return isJson ? Infinity : shownToPeople;
  if (text === 'all') return Infinity;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`"${text}" is not a number of results.`, 'Give --limit 100, or --limit all.');
}

async function explain({ terminal, clock }: Invocation, expression: Expression): Promise<ExitCode> {
  const { explainKql, printKql, toGraphSearch } = await import('#search');
  const lines = explainKql(expression, clock.now());
  const graph = toGraphSearch(expression, clock.now());
  terminal.object({ query: printKql(expression), explanation: lines, graph });
  for (const line of lines) terminal.line(line);
  terminal.line();
  terminal.facts([['As KQL', printKql(expression)]]);
  if ('search' in graph) {
    terminal.facts([['At Microsoft 365', graph.search]]);
    return done;
  }
  terminal.line('Microsoft 365 cannot be asked this:');
  for (const { part, reason } of graph.inexpressible) terminal.words(`${part}: ${reason}`, 2);
  return done;
}

async function countOnly({ terminal }: Invocation, { reader }: Database, prepared: Search): Promise<ExitCode> {
  const { countFacets } = await import('#search');
  const { showFacets } = await import('../../search/show-hits.ts');
  const facets = await countFacets(reader, prepared);
  // Each hit is in one month: both come from one look at the database.
  const hits = facets.months.reduce((sum, month) => sum + month.count, 0);
  terminal.object({ hits, ...facets });
  showFacets(terminal, hits, facets);
  return done;
}

async function showResults(
  { given, terminal, signal }: Invocation,
  of: { database: Database; prepared: Search; limit: number },
): Promise<ExitCode> {
  const { countHitsWithin, findHits } = await import('#search');
  const { hitObject, showHits } = await import('../../search/show-hits.ts');
  const { database, prepared, limit } = of;
  let shown = 0;
  let after = given.text('after') ?? null;
  do {
    const page = await findHits(database.reader, prepared, { limit: Math.min(limit - shown, pageLength), after });
    for (const hit of page.hits) terminal.object(hitObject(hit));
    if (page.hits.length > 0) showHits(terminal, page.hits);
    shown += page.hits.length;
    after = page.next;
  } while (after !== null && shown < limit && !signal.aborted);
  if (terminal.isJson) {
    if (after !== null) terminal.note(`There are more: --after ${after}`);
    return done;
  }
  const hits = await countHitsWithin(database, prepared, countPatience);
  const total =
    hits === null ? 'more hits than could be counted in a moment (--count counts them)' : counted(hits, 'hit');
  terminal.line();
  terminal.line(after === null ? total : `${total}, ${count(shown)} shown; go on with --after ${after}`);
  return done;
}
