import Type from 'typebox';
import { Failure } from '#evidence';
import { entryOfCode } from '#microsoft';
import type { App } from '../../parts.ts';

/** What a code of the dictionary means: for pages that are led to with the code alone. */
export function explanationRoutes(app: App): void {
  app.get(
    '/api/v1/explanations/:code',
    {
      schema: {
        operationId: 'readExplanation',
        summary: 'Cause and fix of a stable code of what Microsoft answers',
        params: Type.Object({ code: Type.String({ maxLength: 100 }) }),
        response: { 200: Type.Object({ code: Type.String(), cause: Type.String(), fix: Type.Array(Type.String()) }) },
      },
    },
    (request) => {
      const { code } = request.params;
      const entry = entryOfCode(code);
      if (entry === null) throw new Failure('not-found', 'There is no such code.', { code: 'no-such-code' });
      return { code, cause: entry.cause, fix: [...entry.fix] };
    },
  );
}
