import Type from 'typebox';
import { actorOf, type Caller } from '#access';
import { recordAct } from '#custody';
import { Failure } from '#evidence';
import { beginDelegatedSignIn, completeDelegatedSignIn, type SignInTarget } from '#microsoft';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { exactly, Id, oneOf } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { Capabilities, ConnectionName, CredentialText, registration } from './connection-schemas.ts';
import { credentialOf, givenCloud } from './given-registration.ts';
import { manageable, usable } from './may-use.ts';

const callbackPath = '/api/v1/connections/sign-in/callback';
const Begun = Type.Object({ url: Type.String({ description: 'The sign-in page to send the browser to' }) });

/** Connections that rest on the sign-in of the person at the browser. */
export function connectionSignInRoutes(app: App, parts: Parts): void {
  begin(app, parts);
  again(app, parts);
  callback(app, parts);
}

/** Where sign-ins return to; registered with the application. */
export function callbackOf({ origins }: Parts): string {
  return `${origins.main}${callbackPath}`;
}

function begin(app: App, parts: Parts): void {
  app.post(
    '/api/v1/connections/sign-in',
    {
      schema: {
        operationId: 'beginConnectionSignIn',
        summary: 'Begin a connection with my own sign-in at Microsoft',
        body: Type.Union([
          exactly({
            name: ConnectionName,
            capabilities: Capabilities,
            consentMeant: Type.Optional(oneOf(['personal', 'organization'])),
            loginHint: Type.Optional(Type.String({ maxLength: 320 })),
            sameAs: Type.Object({ connection: Id }, { description: 'A connection whose app registration is used' }),
          }),
          exactly({
            name: ConnectionName,
            capabilities: Capabilities,
            consentMeant: Type.Optional(oneOf(['personal', 'organization'])),
            loginHint: Type.Optional(Type.String({ maxLength: 320 })),
            ...registration,
            credential: CredentialText,
          }),
        ]),
        response: { 200: Begun },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { name, capabilities, consentMeant, loginHint } = request.body;
      const target: SignInTarget = {
        kind: 'new',
        name,
        capabilities,
        ...(consentMeant === undefined ? {} : { consentMeant }),
        registration:
          'sameAs' in request.body
            ? { sameAs: (await usable(parts.database.reader, caller, request.body.sameAs.connection)).id }
            : {
                cloud: await givenCloud(caller, request.body),
                tenant: request.body.tenant,
                clientId: request.body.clientId,
                credential: credentialOf(request.body.credential),
              },
      };
      return send(parts, { caller, target, loginHint });
    },
  );
}

function again(app: App, parts: Parts): void {
  app.post(
    '/api/v1/connections/:id/sign-in',
    {
      schema: {
        operationId: 'renewConnectionSignIn',
        summary: 'Sign in again to a connection of mine; what was collected through it stays its own',
        params: Type.Object({ id: Id }),
        response: { 200: Begun },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id, signer } = await manageable(parts.database.reader, caller, request.params.id);
      return send(parts, { caller, target: { kind: 'again', connection: id }, loginHint: signer?.address });
    },
  );
}

async function send(
  parts: Parts,
  of: { caller: Caller; target: SignInTarget; loginHint: string | undefined },
): Promise<{ url: string }> {
  const { url } = await beginDelegatedSignIn(await connectionStore(parts), {
    target: of.target,
    owner: of.caller.person.id,
    redirectUri: callbackOf(parts),
    ...(of.loginHint === undefined ? {} : { loginHint: of.loginHint }),
  });
  return { url };
}

function callback(app: App, parts: Parts): void {
  app.get(
    callbackPath,
    {
      schema: {
        operationId: 'completeConnectionSignIn',
        summary: 'Where the sign-in page returns to; leads on to the page of the connection',
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { searchParams: query } = new URL(request.url, parts.origins.main);
      try {
        const store = await connectionStore(parts);
        const { connection, isNew } = await completeDelegatedSignIn(store, { query, owner: caller.person.id });
        const { id, name, clientId, signer } = connection;
        const subject = { connection: id, name, clientId, credential: 'sign-in', signer: signer?.address };
        const action = isNew ? 'connection.added' : 'connection.signed-in';
        await recordAct(parts.database, { actor: actorOf(caller.person), action, subject, at: parts.clock.now() });
        return await reply.redirect(`/connections/${id}?signedIn=${isNew ? 'new' : 'again'}`, 302);
      } catch (thrown) {
        if (!(thrown instanceof Failure) || thrown.kind === 'bug') throw thrown;
        const subject = { code: thrown.code };
        const action = 'connection.sign-in-refused';
        await recordAct(parts.database, { actor: actorOf(caller.person), action, subject, at: parts.clock.now() });
        return reply.redirect(`/connections/new?refused=${encodeURIComponent(thrown.code)}`, 302);
      }
    },
  );
}
