import { logLevels } from '../log/log.ts';

/** One setting: where it is read from, what it does. The reference page of settings is made from this table. */
export interface Setting {
  readonly variable: string;
  /** The option of the command line that comes before the variable, where there is one. */
  readonly option: string | null;
  readonly fallback: string | null;
  readonly form: string;
  readonly description: string;
}

export const settings = {
  dataFolder: {
    variable: 'CHAINMAIL_DATA',
    option: '--data',
    fallback: './chainmail-data',
    form: 'a path',
    description:
      'The folder with everything Chainmail keeps: the vault, the keys and, unless another database is named, the database.',
  },
  databaseUrl: {
    variable: 'CHAINMAIL_DATABASE_URL',
    option: null,
    fallback: null,
    form: 'postgresql://user:password@host:port/database',
    description:
      'A Postgres (15 or newer) to use instead of the one that Chainmail starts in the data folder. Its encoding must be UTF8.',
  },
  databaseConnections: {
    variable: 'CHAINMAIL_DATABASE_CONNECTIONS',
    option: null,
    fallback: '10',
    form: 'a number from 2 to 90',
    description: 'How many connections to the database one process holds at most.',
  },
  logLevel: {
    variable: 'CHAINMAIL_LOG_LEVEL',
    option: null,
    fallback: 'warn',
    form: logLevels.join(', '),
    description:
      'How much is written to standard error; each level holds those before it. No level holds message content or secrets.',
  },
} as const satisfies Record<string, Setting>;
