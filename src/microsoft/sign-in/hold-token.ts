import type { Clock } from '#platform';
import type { TokenSource } from '../graph/persist.ts';

/** A token and when it should be renewed, in milliseconds since the epoch. */
export interface FreshToken {
  readonly token: string;
  readonly until: number;
}

const renewBeforeMs = 300_000;

/** What MSAL acquired, to be renewed five minutes before it ends. */
export function freshToken({ accessToken, expiresOn }: { accessToken: string; expiresOn: Date | null }): FreshToken {
  return { token: accessToken, until: (expiresOn?.getTime() ?? 0) - renewBeforeMs };
}

/**
 * Hands a token out as long as it is good, and acquires another one when it ends or was refused; whoever comes while one
 * is on its way waits for that one. `acquire` is told whether there was one before.
 */
export function holdToken(acquire: (again: boolean) => Promise<FreshToken>, clock: Clock): TokenSource['token'] {
  let current: FreshToken | null = null;
  let pending: Promise<FreshToken> | null = null;
  return async (signal, refused) => {
    signal.throwIfAborted();
    const held = current;
    if (held !== null && held.token !== refused && held.until > clock.now().getTime()) return held.token;
    pending ??= acquire(held !== null).finally(() => {
      pending = null;
    });
    current = await pending;
    return current.token;
  };
}
