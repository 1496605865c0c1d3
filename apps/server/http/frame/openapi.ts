import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { productVersion } from '../../../workbench/version.ts';
import { accessTable } from '../../access-table.ts';
import type { AccessRule } from '#access';

const rules: Readonly<Record<string, AccessRule | undefined>> = accessTable;

/** The head of the API's description. */
export function description(): NonNullable<FastifyDynamicSwaggerOptions['openapi']> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Chainmail',
      version: productVersion(),
      description:
        'Errors are problems (RFC 9457) with a stable `code`. Lists go on with `cursor`. Requests that change something carry the header `x-chainmail-csrf: 1` when they are made with the cookie of a session, or an API token instead of it.',
    },
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'chainmail.session_token' },
        token: { type: 'http', scheme: 'bearer', bearerFormat: 'cm_…' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

/** Leaves out what is not part of the API, and says of the rest who may call it. */
export const operationsOnly: NonNullable<FastifyDynamicSwaggerOptions['transform']> = ({ schema, url }) => {
  const operation = schema.operationId;
  const rule = operation === undefined ? undefined : rules[operation];
  const hide = !url.startsWith('/api/') || rule === undefined;
  const response = { ...(schema.response as object | undefined), default: problemAnswer };
  return { schema: { ...schema, response, hide, security: securityOf(rule) }, url };
};

function securityOf(rule: AccessRule | undefined): Record<string, string[]>[] {
  if (rule === undefined || rule.who === 'anybody') return [];
  return rule.scope === null ? [{ session: [] }] : [{ session: [] }, { token: [rule.scope] }];
}

const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'detail', 'code', 'kind', 'instance'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    code: { type: 'string' as const },
    kind: { type: 'string' as const },
    fix: { type: 'string' as const },
    instance: { type: 'string' as const },
    position: { type: 'integer' as const },
    length: { type: 'integer' as const },
  },
};

const problemAnswer = {
  description: 'A problem',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
