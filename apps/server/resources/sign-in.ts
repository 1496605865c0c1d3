import Type from 'typebox';
import { actorOf, findPersonByEmail } from '#access';
import { recordAct } from '#custody';
import { asFailure } from '#evidence';
import type { FastifyRequest } from 'fastify';
import { forwardSignIn } from '../http/forward-sign-in.ts';
import { exactly, nullable } from '../http/schemas.ts';
import type { App, Parts } from '../parts.ts';

const Password = Type.String({ maxLength: 200 });

/** Sign-in by password, and its end. */
export function signInRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/sign-in-options',
    {
      schema: {
        operationId: 'readSignInOptions',
        summary: 'How people sign in here',
        response: {
          200: Type.Object({ password: Type.Boolean(), microsoft: nullable(Type.Object({ label: Type.String() })) }),
        },
      },
    },
    () => ({ password: true, microsoft: null }),
  );
  app.post(
    '/api/auth/sign-in/email',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Sign in; the session comes as a cookie',
        body: exactly({
          email: Type.String({ minLength: 1, maxLength: 320 }),
          password: Password,
          rememberMe: Type.Optional(Type.Boolean()),
        }),
        response: { 200: Type.Object({ twoFactorNeeded: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      const { email } = request.body;
      try {
        const { body } = await forwardSignIn(parts, { request, reply, path: '/sign-in/email', body: request.body });
        const twoFactorNeeded = body['twoFactorRedirect'] === true;
        if (!twoFactorNeeded) await recordSignIn(parts, request, { email, by: 'password' });
        return { twoFactorNeeded };
      } catch (thrown) {
        await recordRefusal(parts, request, { email, code: asFailure(thrown).code });
        throw thrown;
      }
    },
  );
  app.post(
    '/api/auth/sign-out',
    {
      schema: {
        operationId: 'signOut',
        summary: 'End the session of this browser',
        response: { 200: Type.Object({ signedOut: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      await forwardSignIn(parts, { request, reply, path: '/sign-out' });
      return { signedOut: true };
    },
  );
}

async function recordSignIn(
  { database, clock }: Parts,
  request: FastifyRequest,
  { email, by }: { email: string; by: string },
): Promise<void> {
  const person = await findPersonByEmail(database.reader, email);
  if (person === null) return;
  const subject = { person: person.id, by, address: request.ip };
  await recordAct(database, { actor: actorOf(person), action: 'person.signed-in', subject, at: clock.now() });
}

/** Nobody was shown to be anybody, so the actor is the system; the address that was typed is what is known. */
async function recordRefusal(
  { database, clock }: Parts,
  request: FastifyRequest,
  { email, code }: { email: string; code: string },
): Promise<void> {
  const subject = { email: email.slice(0, 320), code, address: request.ip };
  await recordAct(database, { actor: 'system', action: 'person.sign-in-refused', subject, at: clock.now() });
}
