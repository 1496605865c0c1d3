import { exitCodes } from '../../apps/cli/exit-codes.ts';
import { pageText, table, type Page } from './page.ts';

/** docs/reference/exit-codes.md: how a command ends, as the shell sees it. */
export function exitCodesPage(): Page {
  const rows = exitCodes.map((exit) => [String(exit.code), exit.name, exit.meaning]);
  return { name: 'exit-codes.md', text: pageText('Exit codes', [table(['code', 'name', 'meaning'], rows)]) };
}
