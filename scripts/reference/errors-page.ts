import { entraErrors } from '../../src/microsoft/errors/entra-errors.ts';
import type { ErrorEntry } from '../../src/microsoft/errors/error-entry.ts';
import { graphErrors } from '../../src/microsoft/errors/graph-errors.ts';
import { pageText, table, type Page } from './page.ts';
import { readThrownFailures, type ThrownFailure } from './thrown-failures.ts';

const kinds = table(
  ['kind', 'what to do'],
  [
    ['`not-found`', 'it is not there (any more); recorded, and the work goes on'],
    ['`denied`', 'a person must grant or correct something'],
    ['`throttled`', 'Chainmail waits until the named time and tries again'],
    ['`unavailable`', 'a passing fault of network or service; Chainmail tries again'],
    ['`changed`', 'what was relied on has moved on; start that step again'],
    ['`malformed`', 'the bytes or the input are wrong; trying again is vain'],
    ['`conflict`', 'somebody else holds it'],
    ['`bug`', 'ours, or an answer nobody knows; please report it'],
  ],
);

/** docs/reference/errors.md: what Microsoft answers, and what Chainmail itself says. */
export async function errorsPage(): Promise<Page> {
  const text = pageText('Errors', [
    'Every error has a kind, which says what to do about it, and a stable code.',
    kinds,
    '## Sign-in (Microsoft Entra ID)',
    ...entraErrors.map(describeEntry),
    '## Microsoft Graph',
    ...graphErrors.map(describeEntry),
    '## Chainmail',
    describeThrown(await readThrownFailures()),
  ]);
  return { name: 'errors.md', text };
}

function describeEntry(entry: ErrorEntry): string {
  const codes = [...entry.providerCodes, ...(entry.statuses ?? []).map((status) => `HTTP ${String(status)}`)];
  const steps = entry.fix.map((step, index) => `${String(index + 1)}. ${step}`).join('\n');
  return [
    `### ${entry.code}`,
    `${codes.map((code) => `\`${code}\``).join(', ')} · kind \`${entry.kind}\` · tried again: ${entry.retry.replaceAll('-', ' ')}`,
    entry.cause,
    steps,
    `Seen: ${entry.seen}`,
  ].join('\n\n');
}

/** One row for each code; the texts of several places are told one after the other. */
function describeThrown(thrown: readonly ThrownFailure[]): string {
  const rows = [...Map.groupBy(thrown, (failure) => failure.code)].map(([code, places]) => [
    // The anchor that messages of the command line point at.
    `<a id="${code}"></a>\`${code}\``,
    distinct(places.map((place) => `\`${place.kind}\``)),
    distinct(places.map((place) => place.room)),
    distinct(places.flatMap((place) => place.message ?? [])),
    distinct(places.flatMap((place) => place.fix ?? [])) || distinct(places.map((place) => usualFix(place.kind))),
  ]);
  return table(['code', 'kind', 'room', 'says', 'what to do'], rows);
}

/** What to do where the place itself cannot say more. */
function usualFix(kind: string): string {
  switch (kind) {
    case 'not-found':
      return 'Check the name or id; the lists (`chainmail collection list`, `connection list`, `mailbox list`) say what there is.';
    case 'denied':
      return 'Run `chainmail connection check NAME`: it says what must be granted.';
    case 'throttled':
    case 'unavailable':
      return 'Run the same command again later; a collection goes on with `chainmail collection resume ID`.';
    case 'changed':
      return 'Run the same command again.';
    case 'malformed':
      return 'Correct or replace what the message names; where it is a kept file, check it with `chainmail vault verify`.';
    case 'conflict':
      return 'Let the other process that the message names finish, then run the same command again.';
    default:
      return 'Report it with the message and the version, without mail or secrets.';
  }
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join(' / ');
}
