import type { CollectionId } from '#evidence';
import type { Clock, Database } from '#platform';
import type { Advance, Listener, News, Stage, StageName } from '../../workbench/work.ts';
import { insertLog, saveOrder, type OrderProgress, type Transferred } from '../orders/store-orders.ts';

const writeMs = 1000;
const rateSpanMs = 10_000;

const beginnings: Readonly<Record<StageName, string>> = {
  transferring: 'Transferring',
  processing: 'Reading messages',
  'reading-attachments': 'Reading attached files',
  indexing: 'Making searchable',
  exporting: 'Exporting',
};

/** Writes down how a collection goes on, for whoever looks: the log, and where it stands, once a second at most. */
export class CollectionListener implements Listener, AsyncDisposable {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #collection: CollectionId;
  readonly #over = new AbortController();
  readonly #samples: { at: number; done: number }[] = [];
  #latest: { stage: StageName; advance: Advance } | null = null;
  #transferred: Transferred | null = null;
  #isWritten = true;
  #writing: Promise<void> = Promise.resolve();
  #beating: Promise<void>;

  constructor(of: { readonly database: Database; readonly clock: Clock; readonly collection: CollectionId }) {
    this.#database = of.database;
    this.#clock = of.clock;
    this.#collection = of.collection;
    this.#beating = this.#beat();
  }

  tell(news: News): void {
    for (const text of sentences(news)) this.log(news.kind, text);
  }

  /** One more line of the log. */
  log(event: string, text: string): void {
    const at = this.#clock.now();
    this.#write(() =>
      this.#database.transaction((tx) => insertLog(tx, this.#collection, { at, event, text: text.slice(0, 4000) })),
    );
  }

  begin(stage: StageName): Stage {
    this.log('stage', `${beginnings[stage]} began.`);
    this.#samples.length = 0;
    return {
      advance: (advance) => {
        this.#latest = { stage, advance };
        this.#isWritten = false;
      },
      [Symbol.dispose]: () => {
        this.#save();
      },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort();
    await this.#beating;
    this.#save();
    await this.#writing;
  }

  async #beat(): Promise<void> {
    while (!this.#over.signal.aborted) {
      this.#save();
      await this.#clock.sleep(writeMs, this.#over.signal).catch(() => undefined);
    }
  }

  #save(): void {
    if (this.#latest === null || this.#isWritten) return;
    this.#isWritten = true;
    const progress = this.#progress(this.#latest);
    this.#write(() =>
      this.#database.transaction((tx) => saveOrder(tx, this.#collection, { progress, at: this.#clock.now() })),
    );
  }

  /** One after the other; a line that cannot be written is no reason to stop collecting. */
  #write(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch(() => undefined);
  }

  #progress({ stage, advance }: { stage: StageName; advance: Advance }): OrderProgress {
    const { done, expected, bytes = 0, exceptions = 0, counts } = advance;
    if (counts !== undefined) this.#transferred = { counts, expected, bytes };
    const at = this.#clock.monotonic();
    this.#samples.push({ at, done });
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > rateSpanMs) this.#samples.shift();
    const [first] = this.#samples;
    const span = first === undefined ? 0 : at - first.at;
    const rate = first === undefined || span < 500 ? 0 : ((done - first.done) / span) * 1000;
    const left = expected - done;
    return {
      ...{ stage, done, expected, bytes, exceptions, transferred: this.#transferred },
      rate: Math.round(rate * 10) / 10,
      secondsLeft: rate > 0 && left > 0 ? Math.round(left / rate) : null,
    };
  }
}

function sentences(news: News): readonly string[] {
  switch (news.kind) {
    case 'note':
      return [news.text];
    case 'checking':
      return [`Checking ${String(news.mailboxes)} ${news.mailboxes === 1 ? 'mailbox' : 'mailboxes'}.`];
    case 'troubles':
      return news.checks.map(({ id, mailbox, cause }) => `${mailbox === null ? id : `${mailbox}: ${id}`}: ${cause}`);
    case 'left-out':
      return [`Left out, without a mailbox: ${news.addresses.join(', ')}`];
    case 'files-unread':
      return [`Something could not be read in ${String(news.files)} attached ${news.files === 1 ? 'file' : 'files'}.`];
  }
}
