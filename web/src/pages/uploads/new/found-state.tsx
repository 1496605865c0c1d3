import { Badge } from '@mantine/core';
import { browserWords } from '../../../parts/words.ts';
import type { FoundMailbox } from '../../../api/resources/preflight.ts';

export function FoundState({ row }: { row: FoundMailbox }) {
  if (!row.isReadable) return <Badge color="orange">No access</Badge>;
  return row.count === 0 ? <Badge color="gray">Empty</Badge> : <Badge color="teal">Readable</Badge>;
}

/** Why a count is what it is: zero is never left without a reason. */
export function foundText({ zeroBecause, findings }: FoundMailbox): string {
  if (zeroBecause !== null) return zeroBecause;
  const worst = findings.find(({ result }) => result === 'fail') ?? findings.find(({ result }) => result === 'warn');
  return worst === undefined ? '' : [worst.cause, ...worst.fix.map(browserWords)].join(' ');
}
