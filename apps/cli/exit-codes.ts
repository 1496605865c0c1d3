/** How a command of Chainmail ended, as the shell sees it. */
export type ExitCode = 0 | 1 | 2 | 3 | 4;

export interface ExitMeaning {
  readonly code: ExitCode;
  readonly name: string;
  readonly meaning: string;
}

/** Every exit code there is; the reference page is made from this table. */
export const exitCodes: readonly ExitMeaning[] = [
  {
    code: 0,
    name: 'done',
    meaning:
      'What was asked for is done. A reader of the output that goes away (`| head -1`) changes no exit code: the work goes on to its end without it.',
  },
  {
    code: 1,
    name: 'error',
    meaning:
      'It could not be done, or was stopped with Ctrl-C; cause and fix are on stderr. A stopped collection is resumed with `chainmail collection resume ID`.',
  },
  { code: 2, name: 'usage', meaning: 'The command, an option or an input file is not understood; nothing was begun.' },
  {
    code: 3,
    name: 'done with exceptions',
    meaning:
      'The collection is over, but not everything could be had or understood: items or mailboxes failed, counts differ from what the service says, or messages could not be processed. `chainmail collection show ID` names them. Of an export: the rest is handed out, but messages whose pack is missing or damaged are not; `missing.csv` and the receipt name them. Of a backup or a restore: it is finished, but packs of the vault were damaged or gone already when the backup was made; the output and the manifest name them.',
  },
  {
    code: 4,
    name: 'check failed',
    meaning:
      'A check found something wrong: of a connection, of the vault, of a receipt, of the audit trail or of the search index. What was found and how to put it right is in the output.',
  },
];

export const done: ExitCode = 0;
export const failed: ExitCode = 1;
export const usage: ExitCode = 2;
export const doneWithExceptions: ExitCode = 3;
export const checkFailed: ExitCode = 4;
