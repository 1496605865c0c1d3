import type { FastifyRequest } from 'fastify';
import type { Parts } from '../../parts.ts';

/** Tries in a quarter of an hour. An office may share one address; one account from one address is one person. */
const limits = { ofAddress: 100, ofAccount: 50, ofAccountFromAddress: 10 } as const;

/** Counts a try to sign in; call what comes back when it succeeded. Failure `throttled`. */
export function limitSignIn(parts: Parts, request: FastifyRequest, email: string): () => void {
  const account = `account ${email.trim().toLowerCase().slice(0, 320)}`;
  const both = `${account} from ${request.ip}`;
  parts.signInLimit.count([
    { key: `address ${request.ip}`, limit: limits.ofAddress },
    { key: account, limit: limits.ofAccount },
    { key: both, limit: limits.ofAccountFromAddress },
  ]);
  return () => {
    parts.signInLimit.forget(both);
  };
}

/** Counts a try of something else that could be guessed: a set-up code, the second factor. Failure `throttled`. */
export function limitAddress(parts: Parts, request: FastifyRequest): void {
  parts.signInLimit.count([{ key: `address ${request.ip}`, limit: limits.ofAddress }]);
}
