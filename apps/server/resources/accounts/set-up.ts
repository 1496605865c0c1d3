import { timingSafeEqual } from 'node:crypto';
import Type from 'typebox';
import { hasPeople, makeFirstAdministrator, passwordLength } from '#access';
import { Failure } from '#evidence';
import { exactly, nullable } from '../../http/schemas.ts';
import { limitAddress } from './limit-sign-in.ts';
import type { App, Parts } from '../../parts.ts';

/** The first run: one person becomes the administrator, and the door closes behind them. */
export function setUpRoutes(app: App, parts: Parts): void {
  app.get(
    '/api/v1/setup',
    {
      schema: {
        operationId: 'readSetUp',
        summary: 'Whether the first administrator is still to be made',
        response: { 200: Type.Object({ needed: Type.Boolean(), codeNeeded: Type.Boolean() }) },
      },
    },
    async () => {
      const needed = !(await hasPeople(parts.database.reader));
      return { needed, codeNeeded: needed && parts.setUpCode !== null };
    },
  );
  app.post(
    '/api/v1/setup',
    {
      schema: {
        operationId: 'setUp',
        summary: 'Make the first administrator; only while there is no account',
        body: exactly({
          name: Type.String({ minLength: 1, maxLength: 200 }),
          email: Type.String({ minLength: 3, maxLength: 320 }),
          password: Type.String({ minLength: passwordLength.least, maxLength: passwordLength.most }),
          code: Type.Optional(nullable(Type.String({ maxLength: 100 }))),
        }),
        response: { 201: Type.Object({ id: Type.String(), email: Type.String() }) },
      },
    },
    async (request, reply) => {
      const { code, ...wanted } = request.body;
      limitAddress(parts, request);
      requireCode(parts, code ?? '');
      const { id, email } = await makeFirstAdministrator(parts, wanted);
      return reply.code(201).send({ id, email });
    },
  );
}

function requireCode({ setUpCode }: Parts, given: string): void {
  if (setUpCode === null) return;
  const [expected, got] = [Buffer.from(setUpCode), Buffer.from(given.trim())];
  if (expected.length === got.length && timingSafeEqual(expected, got)) return;
  throw new Failure('denied', 'The set-up code is not the one that was printed.', {
    code: 'set-up-code-wrong',
    fix: 'Copy it from the output of `chainmail serve`; a new one is printed with every start.',
  });
}
