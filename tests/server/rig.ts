import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, type Clock } from '#platform';
import { startServer, type RunningServer } from '../../apps/server/index.ts';

import { openInstance } from '../../apps/workbench/compose.ts';
import { dropDatabase, emptyDatabase } from '../postgres.ts';

export { builtWebApp } from '../../apps/server/index.ts';

/** A browser, as far as HTTP goes: cookies, our header and an origin. */
export class Browser {
  readonly url: string;
  readonly always: Readonly<Record<string, string>>;
  readonly cookies = new Map<string, string>();
  /** Everything every answer held, for tests that look for what must not be there. */
  readonly seen: string[] = [];

  constructor(url: string, always: Readonly<Record<string, string>> = {}) {
    this.url = url;
    this.always = always;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('GET', path, { headers });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.ask('POST', path, { body, headers });
  }

  async ask(
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(new URL(path, this.url), {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie === '' ? {} : { cookie }),
        ...(method === 'GET' ? {} : { origin: this.url, 'x-chainmail-csrf': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...this.always,
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const text = await response.text();
    this.seen.push(text);
    return new Answer(response, text);
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '' || /max-age=0/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export class Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;

  constructor(response: Response, text: string) {
    this.status = response.status;
    this.headers = response.headers;
    this.text = text;
  }

  /** The body as the test expects it; the test itself says what is in it. */
  get body(): Json {
    return JSON.parse(this.text) as Json;
  }
}

/** Whatever an answer holds: a text, or something with more in it. */
export type Json = string & { readonly [name: string]: Json };

/** The events of a stream that has ended. */
export function eventsIn(text: string): { event: string; data: unknown }[] {
  return text
    .split('\n\n')
    .filter((part) => part.startsWith('event: ') || part.startsWith('id: '))
    .map((part) => ({
      event: /^event: (.*)$/m.exec(part)?.[1] ?? '',
      data: JSON.parse(/^data: (.*)$/m.exec(part)?.[1] ?? 'null') as unknown,
    }));
}

export const administrator = { name: 'Ana Ferro', email: 'ana@firm.example', password: 'correct horse battery' };

export interface TestPerson {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  /** Signed in. */
  readonly browser: Browser;
}

export interface TestServer extends AsyncDisposable {
  /** Looks into the database behind the server's back. */
  query(text: string): Promise<{ rows: Record<string, unknown>[] }>;
  readonly url: string;
  readonly dataFolder: string;
  readonly server: RunningServer;
  browser(): Browser;
  /** A browser as a reverse proxy hands its requests on: to the socket, under the public name. */
  direct(headers: { host: string; origin: string }): Browser;
  /** A browser in which the first administrator has signed in. */
  administrator(): Promise<Browser>;
  /** Somebody the administrator invited, signed in with a password of their own. */
  person(wanted: { name: string; instanceRole: string }): Promise<TestPerson>;
}

/** A real server on a database and a data folder of its own. */
export async function testServer(
  options: { clock?: Clock; webFolder?: string; settings?: Record<string, string> } = {},
): Promise<TestServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'chainmail-server-'));
  const databaseUrl = await emptyDatabase('chainmail_template');
  const clock = options.clock ?? systemClock;
  const settings = { databaseUrl, port: '0', host: '127.0.0.1', ...options.settings };
  const instance = openInstance({ data: dataFolder, clock, settings });
  const server = await startServer({ instance, clock, webFolder: options.webFolder ?? null });
  const browser = (): Browser => new Browser(server.url);
  const signIn = async (who: { email: string; password: string }): Promise<Browser> => {
    const one = browser();
    const { email, password } = who;
    await one.post('/api/auth/sign-in/email', { email, password });
    return one;
  };
  return {
    url: server.url,
    dataFolder,
    server,
    query: async (text) => (await instance.database()).pool.query(text),
    browser,
    direct: (headers) => new Browser(server.localUrl, headers),
    async administrator() {
      await browser().post('/api/v1/setup', administrator);
      return signIn(administrator);
    },
    async person({ name, instanceRole }) {
      const by = await signIn(administrator);
      const email = `${name.toLowerCase()}@firm.example`;
      const invited = (await by.post('/api/v1/people', { name, email, instanceRole })).body;
      const one = await signIn({ email, password: String(invited.temporaryPassword) });
      const password = `${name} has her own password`;
      await one.post('/api/auth/change-password', {
        currentPassword: String(invited.temporaryPassword),
        newPassword: password,
      });
      return { id: String(invited.person?.id), email, password, browser: one };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await instance[Symbol.asyncDispose]();
      await dropDatabase(databaseUrl);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
