import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Failure } from '#evidence';
import {
  beginDelegatedSignIn,
  completeDelegatedSignIn,
  type CompletedDelegatedSignIn,
  type ConnectionStore,
  type SignInTarget,
} from '#microsoft';
import type { Invocation } from '../frame/command-definition.ts';

/**
 * Has the person at this machine sign in with their browser: shows the address of the sign-in page, and waits on the
 * loopback until the browser comes back (RFC 8252, 7.3).
 * Failures: those of beginning and completing a sign-in; `unavailable` when nobody comes back in time.
 */
export async function signInAtBrowser(
  { terminal, clock, signal }: Invocation,
  store: ConnectionStore,
  target: SignInTarget,
): Promise<CompletedDelegatedSignIn> {
  await using door = await openDoor();
  const wish = { target, owner: null, redirectUri: door.address, prompt: 'select_account' } as const;
  const { url, state, expiresAt } = await beginDelegatedSignIn(store, wish);
  terminal.note(`Open this address in a browser on this machine and sign in:\n${url}`);
  const late = new AbortController();
  const wait = expiresAt.getTime() - clock.now().getTime();
  const query = await Promise.race([
    door.answer(state),
    clock.sleep(wait, AbortSignal.any([signal, late.signal])).then(() => {
      throw tooLate();
    }),
  ]).finally(() => {
    late.abort();
  });
  return await completeDelegatedSignIn(store, { query, owner: null });
}

interface Door extends AsyncDisposable {
  readonly address: string;
  /** What the browser brings that carries this state; whatever else knocks is sent away. */
  answer(state: string): Promise<URLSearchParams>;
}

const pageHeaders = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', Connection: 'close' };

async function openDoor(): Promise<Door> {
  let expected: { readonly state: string; readonly came: (query: URLSearchParams) => void } | null = null;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isAwaited = pathname === '/' && expected !== null && searchParams.get('state') === expected.state;
    response.writeHead(isAwaited ? 200 : 404, pageHeaders);
    response.end(isAwaited ? 'Thank you. You can close this window; the command goes on.\n' : 'Nothing is here.\n');
    if (isAwaited) expected?.came(searchParams);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${String(port)}`,
    answer: (state) =>
      new Promise((came) => {
        expected = { state, came };
      }),
    async [Symbol.asyncDispose]() {
      server.closeIdleConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tooLate(): Failure {
  return new Failure('unavailable', 'Nobody came back from the sign-in page.', {
    code: 'sign-in-too-late',
    fix: 'Run the command again, and sign in within ten minutes, in a browser on this machine.',
  });
}
