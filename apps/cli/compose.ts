import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '#evidence';
import { logger, openDatabase, openSecretBox, readConfiguration, setLogLevel, startPostgres } from '#platform';
import type { Clock, Configuration, Database, SecretBox } from '#platform';
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
  /** Failure `not-found` when the data folder is not there. */
  database(): Promise<Database>;
  /** The database with whatever schema it has, or none: what a restore fills. */
  databaseAsItIs(): Promise<Database>;
  vault(): Promise<Vault>;
  secrets(): Promise<SecretBox>;
  /** Takes something into care that must be closed before the database is. */
  use<Part extends AsyncDisposable>(part: Part): Part;
}

/** The composition root: configuration, then what is asked for of database, vault and secrets. */
export function openInstance(options: { data: string | undefined; clock: Clock }): Instance {
  const configuration = readConfiguration({ dataFolder: options.data });
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

  constructor(configuration: Configuration) {
    this.configuration = configuration;
  }

  get dataFolder(): string {
    return this.configuration.dataFolder;
  }

  async create(): Promise<void> {
    await mkdir(this.dataFolder, { recursive: true, mode: 0o700 });
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
    this.#requireFolder();
    const { databaseUrl } = this.configuration;
    this.#url ??= databaseUrl === null ? this.#startPostgres() : Promise.resolve(databaseUrl.reveal());
    return this.#url;
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
    this.#requireFolder();
    const { openDiskVault } = await import('#vault');
    return openDiskVault({ folder: join(this.dataFolder, 'vault') });
  }

  #requireFolder(): void {
    if (existsSync(this.dataFolder)) return;
    throw new Failure('not-found', `There is no data folder ${this.dataFolder}.`, {
      code: 'no-data-folder',
      fix: 'Name the right one with --data DIR or CHAINMAIL_DATA, or begin one with `chainmail connection add` (to try things out: `chainmail demo`).',
    });
  }
}
