import Type, { type Static } from 'typebox';
import { actorOf } from '#access';
import { recordAct } from '#custody';
import {
  connectionSetup,
  consentNotice,
  neededPermissions,
  type NeededDelegation,
  type NeededPermission,
} from '#microsoft';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, nullable, oneOf } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { Capabilities } from './connection-schemas.ts';
import { callbackOf } from './sign-in.ts';
import { usable } from './may-use.ts';

const Permission = Type.Object({
  name: Type.String(),
  service: Type.String(),
  allows: Type.String(),
  withoutIt: Type.String(),
  adminConsent: Type.Boolean(),
  reasons: Type.Array(Type.Object({ capability: Type.String(), reason: Type.String() })),
});

/** What a connection takes, before and after it is there. Nothing is sent. */
export function planRoutes(app: App, parts: Parts): void {
  plan(app);
  setUp(app, parts);
}

function plan(app: App): void {
  app.post(
    '/api/v1/connections/plan',
    {
      schema: {
        operationId: 'planConnection',
        summary: 'What a connection with these capabilities asks for, why, and what consenting means',
        body: exactly({ capabilities: Capabilities, kind: oneOf(['application', 'delegated']) }),
        response: {
          200: Type.Object({
            permissions: Type.Array(Permission),
            whoConsents: Type.String(),
            onBehalfOfOrganization: nullable(Type.String()),
          }),
        },
      },
    },
    (request) => {
      const { capabilities, kind } = request.body;
      if (kind === 'application')
        return {
          permissions: neededPermissions(capabilities).map(shown),
          whoConsents: 'An administrator of the organisation consents once, for the application as a whole.',
          onBehalfOfOrganization: null,
        };
      const { permissions, whoConsents, onBehalfOfOrganization } = consentNotice(capabilities);
      return { permissions: permissions.map(shown), whoConsents, onBehalfOfOrganization };
    },
  );
}

function setUp(app: App, parts: Parts): void {
  app.get(
    '/api/v1/connections/:id/setup',
    {
      schema: {
        operationId: 'readConnectionSetup',
        summary: 'What an administrator of the tenant must do: link, permissions, scripts',
        params: Type.Object({ id: Id }),
        response: {
          200: Type.Object({
            permissions: Type.Array(Permission),
            adminConsentLink: Type.String(),
            registrationScript: Type.String(),
            exchangeScript: nullable(Type.String()),
            text: Type.String(),
          }),
        },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const connection = await usable(parts.database.reader, caller, request.params.id);
      const { permissions, ...setup } = connectionSetup(connection, callbackOf(parts));
      const subject = { connection: connection.id, name: connection.name };
      const actor = actorOf(caller.person);
      await recordAct(parts.database, { actor, action: 'connection.set-up-viewed', subject, at: parts.clock.now() });
      return { permissions: permissions.map(shown), ...setup };
    },
  );
}

function shown({ permission, reasons }: NeededPermission | NeededDelegation): Static<typeof Permission> {
  const { name, allows, withoutIt } = permission;
  return {
    name,
    service: 'resource' in permission ? permission.resource : 'graph',
    allows,
    withoutIt,
    // An application's permissions always take an administrator.
    adminConsent: 'adminConsent' in permission ? permission.adminConsent : true,
    reasons: [...reasons],
  };
}
