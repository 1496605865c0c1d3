import type { FastifyRequest } from 'fastify';
import { Failure } from '#evidence';

/** The names under which people reach this server. */
export interface Origins {
  /** The one links and redirects are made with: `https://chainmail.example`. */
  readonly main: string;
  /** All of them, the main one first. */
  readonly all: readonly string[];
  readonly isSecure: boolean;
  /** Whether others than the people at this machine can reach it. */
  readonly isPublic: boolean;
}

/**
 * Origins follow from the settings and the port, never from what a request says of itself. Failure `malformed` when the
 * server would listen to other machines without a name they reach it by.
 */
export function originsOf(of: { host: string; port: number; publicUrl: string | null }): Origins {
  const isLoopback = loopbackHosts.has(of.host);
  // Microsoft sends people back to http://localhost on any port, and to no other plain address.
  const local = ['localhost', '127.0.0.1', '[::1]'].map((name) => `http://${name}:${String(of.port)}`);
  if (of.publicUrl === null && !isLoopback) throw nameless(of.host);
  const main = of.publicUrl === null ? String(local[0]) : new URL(of.publicUrl).origin;
  const all = of.publicUrl === null ? local : [main, ...local];
  return { main, all, isSecure: main.startsWith('https:'), isPublic: of.publicUrl !== null };
}

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** A name that is not ours may have been turned to our address by somebody else (DNS rebinding). */
export function refuseForeignHost(origins: Origins, request: FastifyRequest): void {
  const host = (request.raw.headers.host ?? '').toLowerCase();
  if (origins.all.some((origin) => new URL(origin).host === host)) return;
  throw new Failure('denied', 'This server is not reached by that name.', {
    code: 'not-this-host',
    fix: `Use ${origins.main}. An administrator sets the name with --public-url.`,
  });
}

/**
 * What a browser sends on behalf of another site carries that site's origin and not our header.
 * Failure `denied`.
 */
export function refuseForeignOrigin(origins: Origins, request: FastifyRequest): void {
  const { origin } = request.headers;
  if (request.headers['x-chainmail-csrf'] === '1' && origin !== undefined && origins.all.includes(origin)) return;
  throw new Failure('denied', 'The request does not come from a page of this server.', {
    code: 'foreign-origin',
    fix: `Pages of ${origins.main} send the header x-chainmail-csrf; programs use an API token.`,
  });
}

function nameless(host: string): Failure {
  return new Failure(
    'malformed',
    `The server would listen on ${host}, but does not know by which name it is reached.`,
    {
      code: 'public-url-missing',
      fix: 'Give it with --public-url https://NAME (CHAINMAIL_PUBLIC_URL).',
    },
  );
}
