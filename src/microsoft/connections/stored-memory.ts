import type { ConnectionId } from '#evidence';
import { Secret } from '#platform';
import type { SealedText, SecretBox } from '#platform';
import type { SignInMemory } from '../delegated/sign-in-memory.ts';
import { signInLost } from '../delegated/needs-sign-in.ts';
import type { ConnectionStore } from './connection-store.ts';
import { markSignInNeeded, readSignIn, renewSignIn } from './store-sign-in.ts';

/** Seals a sign-in for one connection: copied into another row it does not open. */
export async function sealSignIn(box: SecretBox, id: ConnectionId, text: string): Promise<SealedText> {
  return box.seal(new Secret(text), purposeOf(id));
}

/** The sign-in of a delegated connection in the database. Failures of the secret box; `denied` when the connection is gone. */
export function storedMemory({ database, box, clock }: ConnectionStore, id: ConnectionId): SignInMemory {
  return {
    async read() {
      const stored = await readSignIn(database.reader, id);
      if (stored === null) throw signInLost();
      return { text: (await box.open(stored.sealed, purposeOf(id))).reveal(), version: stored.version };
    },
    async renew({ text, version }) {
      const sealed = await sealSignIn(box, id, text);
      await database.transaction((tx) => renewSignIn(tx, id, { sealed, version }));
    },
    async lose(version, { code }) {
      await database.transaction((tx) => markSignInNeeded(tx, id, { version, code, at: clock.now() }));
    },
  };
}

function purposeOf(id: ConnectionId): string {
  return `connection ${id} sign-in`;
}
