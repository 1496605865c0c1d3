import Type from 'typebox';
import { actorOf, makeToken, pageOfTokens, revokeTokens, tokenScopes, type ApiToken, type TokenId } from '#access';
import { recordAct } from '#custody';
import { Failure } from '#evidence';
import { callerOf } from '../../http/frame/guard.ts';
import { decodeCursor, idPlace, page } from '../../http/cursor.ts';
import { exactly, Id, Instant, nullable, oneOf, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';

const Token = Type.Object({
  id: Id,
  name: Type.String(),
  scopes: Type.Array(oneOf(tokenScopes)),
  createdAt: Instant,
  expiresAt: Instant,
  lastUsedAt: nullable(Instant),
});

/** Tokens with which programs call the API as a person. */
export function tokenRoutes(app: App, parts: Parts): void {
  listOwn(app, parts);
  make(app, parts);
  revoke(app, parts);
}

function listOwn(app: App, { database }: Parts): void {
  app.get(
    '/api/v1/tokens',
    {
      schema: {
        operationId: 'listTokens',
        summary: 'My tokens that were not revoked; their text is shown only when they are made',
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(Token) },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const at = { after: decodeCursor(cursor, idPlace)?.[0] ?? null, limit: limit + 1 };
      const rows = await pageOfTokens(database.reader, callerOf(request).person.id, at);
      const { items, next } = page(rows, limit, ({ id }) => [id]);
      return { items: items.map(shown), next };
    },
  );
}

function make(app: App, { database, clock }: Parts): void {
  app.post(
    '/api/v1/tokens',
    {
      schema: {
        operationId: 'createToken',
        summary: 'Make a token; its text comes once, with this answer',
        body: exactly({
          name: Type.String({ minLength: 1, maxLength: 100 }),
          scopes: Type.Array(oneOf(tokenScopes), { minItems: 1, maxItems: tokenScopes.length }),
          expiresInDays: Type.Integer({ minimum: 1, maximum: 366 }),
        }),
        response: { 201: Type.Object({ token: Token, secret: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { person } = callerOf(request);
      const { name, scopes, expiresInDays: days } = request.body;
      const at = clock.now();
      const { token, secret } = await database.transaction(async (tx) => {
        const made = await makeToken(tx, { person: person.id, name, scopes, days, at });
        const { id, expiresAt } = made.token;
        const subject = { token: id, name, scopes: made.token.scopes, expiresAt };
        await recordAct(tx, { actor: actorOf(person), action: 'token.made', subject, at });
        return made;
      });
      return reply.code(201).send({ token: shown(token), secret: secret.reveal() });
    },
  );
}

function revoke(app: App, { database, clock }: Parts): void {
  app.delete(
    '/api/v1/tokens/:id',
    {
      schema: {
        operationId: 'revokeToken',
        summary: 'Revoke a token; it works no more from now on',
        params: Type.Object({ id: Id }),
        response: { 200: Type.Object({ revoked: Type.Boolean() }) },
      },
    },
    async (request) => {
      const { person } = callerOf(request);
      const token = request.params.id as TokenId;
      const at = clock.now();
      await database.transaction(async (tx) => {
        if ((await revokeTokens(tx, { person: person.id, token, at })) === 0)
          throw new Failure('not-found', 'There is no such token.', { code: 'no-token' });
        const subject = { token };
        await recordAct(tx, { actor: actorOf(person), action: 'token.revoked', subject, at });
      });
      return { revoked: true };
    },
  );
}

function shown({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: ApiToken) {
  return {
    id,
    name,
    scopes: [...scopes],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}
