import Type from 'typebox';
import { actorOf, markPassword, passwordLength } from '#access';
import { recordAct } from '#custody';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { forwardSignIn } from './forward-sign-in.ts';
import { limitAddress } from './limit-sign-in.ts';

/** A person's own password. */
export function passwordRoutes(app: App, parts: Parts): void {
  app.post(
    '/api/auth/change-password',
    {
      schema: {
        operationId: 'changePassword',
        summary: 'Choose another password; every other session ends',
        body: exactly({
          currentPassword: Type.String({ maxLength: 200 }),
          newPassword: Type.String({ minLength: passwordLength.least, maxLength: passwordLength.most }),
        }),
        response: { 200: Type.Object({ done: Type.Boolean() }) },
      },
    },
    async (request, reply) => {
      limitAddress(parts, request);
      const { person } = callerOf(request);
      const body = { ...request.body, revokeOtherSessions: true };
      await forwardSignIn(parts, { request, reply, path: '/change-password', body });
      const at = parts.clock.now();
      await parts.database.transaction(async (tx) => {
        await markPassword(tx, person.id, { mustChangePassword: false, at });
        const subject = { person: person.id };
        await recordAct(tx, { actor: actorOf(person), action: 'person.password-changed', subject, at });
      });
      return { done: true };
    },
  );
}
