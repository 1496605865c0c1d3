import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { duplicateChoices, exportFormats } from '#export';
import { textEncodings } from '#formats';
import { exactly, Id, oneOf } from '../http/schemas.ts';
import { filtersSchema } from '../resources/review/search-query.ts';

/** What is looked for, in a body. */
const search = {
  q: Type.Optional(Type.String({ maxLength: 20_000 })),
  filters: Type.Optional(filtersSchema),
};

/** An act over everything that a search finds. */
export const BulkRequest = exactly({
  ...search,
  act: Type.Union([
    exactly({ kind: oneOf(['tag', 'untag']), tag: Id }),
    exactly({ kind: Type.Literal('hold'), hold: Id }),
  ]),
});
export type BulkRequest = Static<typeof BulkRequest>;

export const ExportRequestBody = exactly({
  selection: Type.Union([
    exactly({ kind: Type.Literal('matter') }),
    exactly({ kind: Type.Literal('collection'), collection: Id }),
    exactly({ kind: Type.Literal('query'), ...search }),
  ]),
  format: oneOf(exportFormats),
  duplicates: Type.Optional(oneOf(duplicateChoices)),
  /** Of a load file: what stands before the numbers, and the first of them. */
  prefix: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,30}$' })),
  start: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e12 })),
  encoding: Type.Optional(oneOf(textEncodings)),
});
export type ExportRequestBody = Static<typeof ExportRequestBody>;

/** A request as it was kept. */
export function readBulk(request: unknown): BulkRequest {
  return Value.Parse(BulkRequest, request);
}

export function readExport(request: unknown): ExportRequestBody {
  return Value.Parse(ExportRequestBody, request);
}
