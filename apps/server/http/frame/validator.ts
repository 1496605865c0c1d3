import type { FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';

/** Reads a part of a request: what comes as text in an address becomes what its schema says, a body must be it already. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = Compile(schema);
  return (given: unknown) => {
    const value = httpPart === 'body' ? given : Value.Default(schema, Value.Convert(schema, { ...Object(given) }));
    if (compiled.Check(value)) return { value };
    const error = compiled
      .Errors(value)
      .map(({ instancePath, message, keyword }) => ({ instancePath, message, keyword }));
    return { error: error as never };
  };
};
