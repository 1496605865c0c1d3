import type { MatterAudit } from '#search';
import type { CommandDefinition, Invocation } from '../../frame/command-definition.ts';
import { checkFailed, done, type ExitCode } from '../../exit-codes.ts';
import { count, counted } from '../../terminal/amounts.ts';

export const searchAudit: CommandDefinition = {
  words: 'search audit',
  summary: 'prove that every kept message can be found, and repair what cannot',
  details:
    'Counts from the kept items on: each is in the index with all its words, or is an exception with a reason. What was never read is read, attached files too, and what is not whole in the index is indexed again. --exceptions lists what cannot be found and why. Exit code 4 when something stays open.',
  examples: ['search audit', 'search audit --matter "Smith v. Acme" --no-repair', 'search audit --exceptions'],
  shape: (command) =>
    command
      .option('--matter <name>', 'only this matter (default: every matter)')
      .option('--no-repair', 'only tell, change nothing')
      .option('--exceptions', 'list the messages that cannot be found because they could not be read'),
  async run(invocation) {
    const { given, instance, terminal } = invocation;
    const { auditSearch } = await import('#search');
    const { chooseMatters } = await import('../../search/choose-matters.ts');
    const database = await instance.database();
    const named = given.text('matter');
    const matters = new Set(await chooseMatters(database.reader, { matter: named, isAll: named === undefined }));
    const audit = async (): Promise<readonly MatterAudit[]> =>
      (await auditSearch(database)).filter(({ matter }) => matters.has(matter));
    const before = await audit();
    const isRepairing = given.flag('repair') && openItems(before) > 0;
    if (isRepairing) await repair(invocation, before);
    const after = isRepairing ? await audit() : before;
    const repaired = openItems(before) - openItems(after);
    for (const line of after) terminal.object(line);
    show(invocation, after);
    if (repaired > 0) terminal.line(`${counted(repaired, 'item')} repaired.`);
    if (given.flag('exceptions')) await listExceptions(invocation, new Set(after.map(({ name }) => name)));
    return conclude(invocation, after);
  },
};

function openItems(audit: readonly MatterAudit[]): number {
  return audit.reduce((sum, { waiting, missing }) => sum + waiting + missing, 0);
}

/** Reads what nobody read yet, and indexes what is not whole in the index. */
async function repair(invocation: Invocation, audit: readonly MatterAudit[]): Promise<void> {
  const { instance, clock, signal } = invocation;
  const { discardBroken } = await import('#search');
  const { processMatter } = await import('#processing');
  const { readAttachments } = await import('../../../workbench/texts/read-attachments.ts');
  const { makeSearchable } = await import('../../../workbench/texts/make-searchable.ts');
  const { working } = await import('../../frame/listening.ts');
  const work = working(invocation);
  const database = await instance.database();
  for (const { matter, waiting } of audit) {
    if (waiting === 0) continue;
    await processMatter({ database, vault: await instance.vault(), matter, clock, signal });
    await readAttachments(work, { matter });
  }
  await discardBroken(database);
  await makeSearchable(work);
}

function show({ terminal }: Invocation, audit: readonly MatterAudit[]): void {
  terminal.table(
    [
      { title: 'Matter', least: 16 },
      { title: 'Kept', align: 'right' },
      { title: 'Searchable', align: 'right' },
      { title: 'Exceptions', align: 'right' },
      { title: 'Not read', align: 'right' },
      { title: 'Not indexed', align: 'right' },
    ],
    audit.map(({ name, kept, searchable, exceptions, waiting, missing }) => [
      name,
      ...[kept, searchable, exceptions].map(count),
      ...[waiting, missing].map((open) => ({
        text: count(open),
        tone: open > 0 ? ('bad' as const) : ('faint' as const),
      })),
    ]),
  );
}

async function listExceptions({ instance, terminal }: Invocation, matters: ReadonlySet<string>): Promise<void> {
  const { searchExceptions } = await import('#search');
  const { reader } = await instance.database();
  const limit = 500;
  for (let after: string | null = null, isMore = true; isMore;) {
    const page: Awaited<ReturnType<typeof searchExceptions>> = await searchExceptions(reader, { after, limit });
    for (const exception of page.filter(({ matter }) => matters.has(matter))) {
      terminal.object({ exception });
      terminal.marked(
        { text: exception.reason, tone: 'warning' },
        `${exception.id.slice(0, 13)}  ${exception.matter}: ${exception.detail}`,
      );
    }
    after = page.at(-1)?.id ?? null;
    isMore = page.length === limit;
  }
}

function conclude({ terminal }: Invocation, audit: readonly MatterAudit[]): ExitCode {
  const open = openItems(audit);
  const kept = audit.reduce((sum, one) => sum + one.kept, 0);
  const searchable = audit.reduce((sum, one) => sum + one.searchable, 0);
  const exceptions = audit.reduce((sum, one) => sum + one.exceptions, 0);
  const equation = `${count(kept)} kept = ${count(searchable)} searchable + ${counted(exceptions, 'exception')}`;
  terminal.line();
  if (open === 0) terminal.marked({ text: 'balanced', tone: 'good' }, `${equation}.`);
  else
    terminal.marked(
      { text: 'OPEN', tone: 'bad' },
      `${equation} + ${count(open)} that cannot be found. Repair: chainmail search audit`,
    );
  return open === 0 ? done : checkFailed;
}
