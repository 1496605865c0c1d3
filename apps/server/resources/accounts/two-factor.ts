import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { actorOf } from '#access';
import { recordAct } from '#custody';
import { Failure } from '#evidence';
import { callerOf, findCaller } from '../../http/frame/guard.ts';
import { exactly } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { forwardSignIn } from './forward-sign-in.ts';
import { limitAddress } from './limit-sign-in.ts';
import { recordRefusal, recordSignIn } from './record-sign-in.ts';

const Password = Type.String({ maxLength: 200 });
const Done = Type.Object({ done: Type.Boolean() });

/** The second factor: a code of an app on the person's device. */
export function twoFactorRoutes(app: App, parts: Parts): void {
  enable(app, parts);
  verify(app, parts);
  app.post(
    '/api/auth/two-factor/disable',
    {
      schema: {
        operationId: 'disableTwoFactor',
        summary: 'Sign in by password alone again',
        body: exactly({ password: Password }),
        response: { 200: Done },
      },
    },
    async (request, reply) => {
      await forwardSignIn(parts, { request, reply, path: '/two-factor/disable', body: request.body });
      await record(parts, request, 'person.two-factor-disabled');
      return { done: true };
    },
  );
}

function enable(app: App, parts: Parts): void {
  app.post(
    '/api/auth/two-factor/enable',
    {
      schema: {
        operationId: 'enableTwoFactor',
        summary: 'Begin with a second factor; it counts once a code of the app was verified',
        body: exactly({ password: Password }),
        response: {
          200: Type.Object({
            totpUri: Type.String({ description: 'For the app, as text or as a QR code' }),
            backupCodes: Type.Array(Type.String({ description: 'Works once, where the device is lost' })),
          }),
        },
      },
    },
    async (request, reply) => {
      const { body } = await forwardSignIn(parts, {
        request,
        reply,
        path: '/two-factor/enable',
        body: { ...request.body, issuer: 'Chainmail' },
      });
      if (callerOf(request).person.twoFactor) await record(parts, request, 'person.two-factor-renewed');
      const codes = Array.isArray(body['backupCodes']) ? body['backupCodes'].map(String) : [];
      return { totpUri: String(body['totpURI']), backupCodes: codes };
    },
  );
}

function verify(app: App, parts: Parts): void {
  const body = exactly({
    code: Type.String({ minLength: 1, maxLength: 40 }),
    trustDevice: Type.Optional(Type.Boolean()),
  });
  app.post(
    '/api/auth/two-factor/verify-totp',
    {
      schema: {
        operationId: 'verifyTwoFactor',
        summary: 'End a sign-in with a code of the app, or prove that the app was set up',
        body,
        response: { 200: Done },
      },
    },
    (request, reply) => verifyCode(parts, { request, reply, path: '/two-factor/verify-totp' }),
  );
  app.post(
    '/api/auth/two-factor/verify-backup-code',
    {
      schema: {
        operationId: 'verifyBackupCode',
        summary: 'End a sign-in with a backup code',
        body,
        response: { 200: Done },
      },
    },
    (request, reply) => verifyCode(parts, { request, reply, path: '/two-factor/verify-backup-code' }),
  );
}

async function verifyCode(
  parts: Parts,
  { request, reply, path }: { request: FastifyRequest; reply: FastifyReply; path: string },
): Promise<{ done: boolean }> {
  limitAddress(parts, request);
  const before = await findCaller(parts, request);
  try {
    const { body } = await forwardSignIn(parts, { request, reply, path, body: request.body });
    const { email } = body['user'] as { email: string };
    if (before === null) await recordSignIn(parts, request, { email, by: 'two-factor' });
    else if (!before.person.twoFactor) {
      const subject = { person: before.person.id };
      const at = parts.clock.now();
      await recordAct(parts.database, {
        actor: actorOf(before.person),
        action: 'person.two-factor-enabled',
        subject,
        at,
      });
    }
    return { done: true };
  } catch (thrown) {
    if (thrown instanceof Failure)
      await recordRefusal(parts, request, { email: before?.person.email ?? null, code: thrown.code });
    throw thrown;
  }
}

async function record({ database, clock }: Parts, request: FastifyRequest, action: string): Promise<void> {
  const { person } = callerOf(request);
  await recordAct(database, { actor: actorOf(person), action, subject: { person: person.id }, at: clock.now() });
}
