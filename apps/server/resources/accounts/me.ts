import Type from 'typebox';
import { hasAccount, instanceRoles, matterRoles } from '#access';
import { productVersion } from '../../../workbench/version.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, oneOf } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const Me = Type.Object({
  person: Type.Object({
    id: Id,
    name: Type.String(),
    email: Type.String(),
    instanceRole: oneOf(instanceRoles),
    twoFactor: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
    hasPassword: Type.Boolean({ description: 'False for whoever signs in with Microsoft alone' }),
  }),
  matters: Type.Array(
    Type.Object({ id: Id, name: Type.String(), role: oneOf(matterRoles), mayCreateCustodians: Type.Boolean() }),
  ),
  version: Type.String(),
});

export function meRoutes(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/me',
    { schema: { operationId: 'readMe', summary: 'Who is signed in, and what they may do', response: { 200: Me } } },
    async (request) => {
      const { person, memberships } = callerOf(request);
      const { id, name, email, instanceRole, twoFactor, mustChangePassword } = person;
      const hasPassword = await hasAccount(database.reader, { provider: 'credential', person: id });
      return {
        person: { id, name, email, instanceRole, twoFactor, mustChangePassword, hasPassword },
        matters: memberships.map(({ matter, matterName, role, mayCreateCustodians }) => ({
          id: matter,
          name: matterName,
          role,
          mayCreateCustodians,
        })),
        version: productVersion(),
      };
    },
  );
}
