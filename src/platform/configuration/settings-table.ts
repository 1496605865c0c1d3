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
  host: {
    variable: 'CHAINMAIL_HOST',
    option: 'serve --host',
    fallback: '127.0.0.1',
    form: 'an address of this machine, without a port',
    description:
      'Where the web server listens. With anything but this machine alone it must be told its name: CHAINMAIL_PUBLIC_URL.',
  },
  port: {
    variable: 'CHAINMAIL_PORT',
    option: 'serve --port',
    fallback: '8080',
    form: 'a number from 0 to 65535; 0 takes a free one',
    description: 'The port of the web server.',
  },
  publicUrl: {
    variable: 'CHAINMAIL_PUBLIC_URL',
    option: 'serve --public-url',
    fallback: null,
    form: 'https://NAME, or http://NAME within a trusted network, without a path',
    description:
      'The address people type to reach the web server. Links, cookies and the refusal of requests from other sites follow from it.',
  },
  trustedProxies: {
    variable: 'CHAINMAIL_TRUSTED_PROXIES',
    option: null,
    fallback: null,
    form: 'addresses or networks, separated by commas (10.0.0.5, 172.16.0.0/12)',
    description:
      'Reverse proxies whose X-Forwarded-For is believed. Without them the limit on sign-ins counts by the address of the connection.',
  },
  signInTenant: {
    variable: 'CHAINMAIL_SIGN_IN_TENANT',
    option: null,
    fallback: null,
    form: 'a directory id or a verified domain',
    description:
      'Lets people of this tenant sign in to the web server with Microsoft. Only people who were invited get in. With it go the client id and the file of the secret.',
  },
  signInClientId: {
    variable: 'CHAINMAIL_SIGN_IN_CLIENT_ID',
    option: null,
    fallback: null,
    form: 'an application (client) id',
    description: 'The app registration through which people sign in to the web server.',
  },
  signInSecretFile: {
    variable: 'CHAINMAIL_SIGN_IN_SECRET_FILE',
    option: null,
    fallback: null,
    form: 'a path',
    description: 'The file that holds the value of a client secret of that app registration.',
  },
  signInAuthority: {
    variable: 'CHAINMAIL_SIGN_IN_AUTHORITY',
    option: null,
    fallback: 'https://login.microsoftonline.com',
    form: 'https://NAME, or http on this machine',
    description: 'Where people sign in: another for the clouds of governments and of China.',
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
