import { randomBytes } from 'node:crypto';
import { hasPeople, makeFirstAdministrator, saveMember } from '#access';
import { findMatter } from '#catalogue';
import { builtWebApp, startServer, type RunningServer } from '../../../server/index.ts';
import type { Invocation } from '../../frame/command-definition.ts';

/** The app on the demo's data, and who may sign in to it; null where an earlier demo of the folder made people. */
export interface ServedDemo {
  readonly server: RunningServer;
  readonly signIn: { readonly email: string; readonly password: string } | null;
}

const email = 'demo@chainmail.example';

/** Serves what the demo collected, to somebody who was made for it: administrator, and case manager of its matter. */
export async function serveDemo({ instance, clock, terminal }: Invocation, matterName: string): Promise<ServedDemo> {
  const database = await instance.database();
  const webFolder = await builtWebApp(() => {
    terminal.note('Building the browser application; once after each change of it …');
  });
  const server = await startServer({ instance, clock, webFolder });
  if (await hasPeople(database.reader)) return { server, signIn: null };
  const password = randomBytes(9).toString('base64url');
  const person = await makeFirstAdministrator({ database, clock }, { name: 'Demo', email, password });
  const matter = await findMatter(database.reader, matterName);
  if (matter !== null) {
    const rights = { role: 'case-manager', mayCreateCustodians: true } as const;
    await database.transaction((tx) =>
      saveMember(tx, { matter: matter.id, person: person.id, ...rights, at: clock.now() }),
    );
  }
  return { server, signIn: { email, password } };
}
