import Type from 'typebox';
import {
  actorOf,
  dropTemporaryPassword,
  endOtherSessions,
  microsoftProvider,
  readPerson,
  type Person,
  type SessionId,
} from '#access';
import { recordAct } from '#custody';
import { Failure } from '#evidence';
import type { App, Parts } from '../../parts.ts';
import { forwardSignIn } from './forward-sign-in.ts';
import { limitAddress } from './limit-sign-in.ts';
import { recordRefusal, recordSignIn } from './record-sign-in.ts';

/** Sign-in with Microsoft, for people who were invited. */
export function microsoftRoutes(app: App, parts: Parts): void {
  app.post(
    '/api/auth/sign-in/oauth2',
    {
      schema: {
        operationId: 'beginMicrosoftSignIn',
        summary: 'Begin a sign-in with Microsoft',
        response: { 200: Type.Object({ url: Type.String({ description: 'The page to send the browser to' }) }) },
      },
    },
    async (request, reply) => {
      requireMicrosoft(parts);
      limitAddress(parts, request);
      const body = {
        providerId: microsoftProvider,
        callbackURL: '/',
        errorCallbackURL: '/sign-in',
        disableRedirect: true,
      };
      const answer = await forwardSignIn(parts, { request, reply, path: '/sign-in/oauth2', body });
      return { url: String(answer.body['url']) };
    },
  );
  app.get(
    `/api/auth/oauth2/callback/${microsoftProvider}`,
    {
      schema: {
        operationId: 'completeMicrosoftSignIn',
        summary: 'Where the sign-in page returns to; leads on to the first page, or back with what was refused',
      },
    },
    async (request, reply) => {
      requireMicrosoft(parts);
      limitAddress(parts, request);
      const { search } = new URL(request.url, parts.origins.main);
      const path = `/oauth2/callback/${microsoftProvider}${search}`;
      const { cookies, location } = await forwardSignIn(parts, { request, reply, path });
      const session = await parts.accounts.session(new Headers({ cookie: cookies }));
      if (session === null) {
        const code = refusalOf(location, parts);
        await recordRefusal(parts, request, { email: null, code });
        return reply.redirect(`/sign-in?refused=${code}`, 302);
      }
      const person = await readPerson(parts.database.reader, session.person);
      await recordSignIn(parts, request, { email: person.email, by: 'microsoft' });
      await forgetTemporaryPassword(parts, person, session.session as SessionId);
      return reply.redirect('/', 302);
    },
  );
}

/**
 * Whoever Microsoft vouches for needs no temporary password. It goes, and with it every session that was opened by it:
 * others may know it.
 */
async function forgetTemporaryPassword({ database, clock }: Parts, person: Person, kept: SessionId): Promise<void> {
  if (!person.mustChangePassword) return;
  const at = clock.now();
  await database.transaction(async (tx) => {
    if (!(await dropTemporaryPassword(tx, person.id, at))) return;
    const subject = { person: person.id, endedSessions: await endOtherSessions(tx, person.id, kept) };
    await recordAct(tx, { actor: actorOf(person), action: 'person.temporary-password-dropped', subject, at });
  });
}

const refusals: Readonly<Record<string, string>> = {
  access_denied: 'microsoft-declined',
  account_not_linked: 'microsoft-no-account',
  signup_disabled: 'microsoft-no-account',
  unable_to_create_session: 'account-disabled',
};

function refusalOf(location: string | null, { origins }: Parts): string {
  const error = location === null ? null : new URL(location, origins.main).searchParams.get('error');
  return refusals[error ?? ''] ?? 'microsoft-refused';
}

function requireMicrosoft({ instance }: Parts): void {
  if (instance.configuration.microsoftSignIn !== null) return;
  throw new Failure('not-found', 'Sign-in with Microsoft is not set up here.', {
    code: 'microsoft-not-set-up',
    fix: 'Sign in with address and password; an administrator sets it up with CHAINMAIL_SIGN_IN_TENANT.',
  });
}
