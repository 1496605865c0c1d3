import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#evidence';
import {
  checkDataFolder,
  logger,
  makeDataFolder,
  openDatabase,
  openSecretBox,
  readConfiguration,
  setLogLevel,
  startPostgres,
} from '#platform';
import type { Clock, Configuration, Database, Overrides, SecretBox } from '#platform';
import type { Vault } from '#vault';
import { holderName } from './holder.ts';

/** One data folder in use. Each part is opened when it is first asked for, and closed in reverse order. */
export interface Instance extends AsyncDisposable {
  readonly configuration: Configuration;
  readonly dataFolder: string;
  /** Names this process in leases and packs. */
  readonly holder: string;
  /** Makes the data folder, for the commands that begin one. */
  create(): Promise<void>;
  /** Begins an instance around the packs that lie in the data folder. Failure `not-found` when there are none. */
  adopt(): Promise<void>;
  /** Failure `not-found` when the data folder is not there. */
  requireFolder(): Promise<void>;
  /** Failure `not-found` when nothing was begun in the data folder: only `create` and `adopt` begin something. */
  database(): Promise<Database>;
  /** The database with whatever schema it has, or none: what a restore fills. */
  databaseAsItIs(): Promise<Database>;
  vault(): Promise<Vault>;
  secrets(): Promise<SecretBox>;
  /** Takes something into care that must be closed before the database is. */
  use<Part extends AsyncDisposable>(part: Part): Part;
}

/** The composition root: configuration, then what is asked for of database, vault and secrets. */
export function openInstance(options: { data: string | undefined; clock: Clock; settings?: Overrides }): Instance {
  const configuration = readConfiguration({ dataFolder: options.data, ...options.settings });
  setLogLevel(configuration.logLevel);
  return new DataFolder(configuration);
}

/** Whether stack traces were asked for. */
export function isDebugging(): boolean {
  try {
    return ['debug', 'trace'].includes(readConfiguration().logLevel);
  } catch {
    // The configuration itself is what was wrong; it has been said.
    return false;
  }
}

class DataFolder implements Instance {
  readonly configuration: Configuration;
  readonly holder = holderName();
  readonly #stack = new AsyncDisposableStack();
  #database: Promise<Database> | null = null;
  #url: Promise<string> | null = null;
  #vault: Promise<Vault> | null = null;
  #isBegun = false;

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  get dataFolder(): string {
    return this.configuration.dataFolder;
  }

  async create(): Promise<void> {
    await makeDataFolder(this.dataFolder);
    await mkdir(join(this.dataFolder, 'vault'), { recursive: true, mode: 0o700 });
    this.#isBegun = true;
  }

  async adopt(): Promise<void> {
    await this.requireFolder();
    if (!existsSync(join(this.dataFolder, 'vault'))) throw this.#nothingHere();
    this.#isBegun = true;
  }

  async requireFolder(): Promise<void> {
    if (await checkDataFolder(this.dataFolder)) return;
    throw new Failure('not-found', `There is no data folder ${this.dataFolder}.`, {
      code: 'no-data-folder',
      fix: wayIn,
    });
  }

  database(): Promise<Database> {
    this.#database ??= this.#openDatabase();
    return this.#database;
  }

  async databaseAsItIs(): Promise<Database> {
    return this.#stack.use(await openDatabase({ url: await this.#databaseUrl(), size: 2, migrate: false }));
  }

  vault(): Promise<Vault> {
    this.#vault ??= this.#openVault();
    return this.#vault;
  }

  async secrets(): Promise<SecretBox> {
    const database = await this.database();
    const { hasSealedCredentials } = await import('#microsoft');
    return openSecretBox({ dataFolder: this.dataFolder, sealedRowsExist: () => hasSealedCredentials(database.reader) });
  }

  use<Part extends AsyncDisposable>(part: Part): Part {
    return this.#stack.use(part);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Whatever is still being opened must be open before it can be closed.
    await this.#url?.catch(() => undefined);
    await this.#database?.catch(() => undefined);
    await this.#stack.disposeAsync();
  }

  async #openDatabase(): Promise<Database> {
    const url = await this.#databaseUrl();
    return this.#stack.use(await openDatabase({ url, size: this.configuration.databaseConnections }));
  }

  #databaseUrl(): Promise<string> {
    this.#url ??= this.#findUrl();
    return this.#url;
  }

  async #findUrl(): Promise<string> {
    await this.#requireInstance();
    return this.configuration.databaseUrl?.reveal() ?? this.#startPostgres();
  }

  async #startPostgres(): Promise<string> {
    const log = logger('platform');
    const postgres = await startPostgres(this.dataFolder, {
      onChange: (change, reason) => {
        log.warn({ change, reason: reason instanceof Error ? reason.message : undefined }, 'the embedded database');
      },
    });
    return this.#stack.use(postgres).url;
  }

  async #openVault(): Promise<Vault> {
    await this.#requireInstance();
    const { openDiskVault } = await import('#vault');
    return openDiskVault({ folder: join(this.dataFolder, 'vault') });
  }

  /** Reading must not begin anything: a mistyped folder would get a database and keys of its own. */
  async #requireInstance(): Promise<void> {
    await this.requireFolder();
    const parts = this.configuration.databaseUrl === null ? ['postgres'] : ['keys', 'vault', 'postgres'];
    if (this.#isBegun || parts.some((part) => existsSync(join(this.dataFolder, part)))) return;
    throw this.#nothingHere();
  }

  #nothingHere(): Failure {
    const hasPacks = existsSync(join(this.dataFolder, 'vault', 'packs'));
    return new Failure('not-found', `There is no Chainmail data in ${this.dataFolder}.`, {
      code: 'no-data-here',
      fix: hasPacks
        ? `It holds packs only: enter them with \`chainmail catalogue rebuild\`. Otherwise: ${wayIn}`
        : wayIn,
    });
  }
}

const wayIn =
  'Name the right one with --data DIR or CHAINMAIL_DATA, or begin one with `chainmail connection add` (to try things out: `chainmail demo`).';
