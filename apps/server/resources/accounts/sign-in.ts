import Type from 'typebox';
import { Failure } from '#evidence';
import { exactly, nullable } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { forwardSignIn } from './forward-sign-in.ts';
import { recordRefusal, recordSignIn } from './record-sign-in.ts';
import { limitSignIn } from './limit-sign-in.ts';

/** Sign-in by password, and its end. */
export function signInRoutes(app: App, parts: Parts): void {
  signInOptions(app, parts);
  signIn(app, parts);
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

function signInOptions(app: App, { instance }: Parts): void {
  app.get(
    '/api/v1/sign-in-options',
    {
      schema: {
        operationId: 'readSignInOptions',
        summary: 'How people sign in here',
        response: {
          200: Type.Object({
            password: Type.Boolean(),
            microsoft: nullable(Type.Object({ label: Type.String() })),
          }),
        },
      },
    },
    () => {
      const { microsoftSignIn } = instance.configuration;
      return { password: true, microsoft: microsoftSignIn === null ? null : { label: 'Microsoft' } };
    },
  );
}

function signIn(app: App, parts: Parts): void {
  app.post(
    '/api/auth/sign-in/email',
    {
      schema: {
        operationId: 'signIn',
        summary: 'Sign in; the session comes as a cookie',
        body: exactly({
          email: Type.String({ minLength: 1, maxLength: 320 }),
          password: Type.String({ maxLength: 200 }),
          rememberMe: Type.Optional(Type.Boolean()),
        }),
        response: { 200: Type.Object({ twoFactorNeeded: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      const { email } = request.body;
      const forgive = limitSignIn(parts, request, email);
      try {
        const { body } = await forwardSignIn(parts, { request, reply, path: '/sign-in/email', body: request.body });
        const twoFactorNeeded = body['twoFactorRedirect'] === true;
        if (!twoFactorNeeded) await recordSignIn(parts, request, { email, by: 'password' });
        forgive();
        return { twoFactorNeeded };
      } catch (thrown) {
        if (thrown instanceof Failure) await recordRefusal(parts, request, { email, code: thrown.code });
        throw thrown;
      }
    },
  );
}
