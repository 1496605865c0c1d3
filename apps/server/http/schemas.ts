import Type, { type TProperties, type TSchema } from 'typebox';

export const Id = Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' });

/** UTC, as `2026-01-31T08:00:00.000Z`. */
export const Instant = Type.String({ format: 'date-time' });

/** An object that holds these and nothing else. */
export function exactly<Properties extends TProperties>(properties: Properties) {
  return Type.Object(properties, { additionalProperties: false });
}

/** One of these texts; with `otherwise` it may be left out of an address. */
export function oneOf<const Values extends readonly string[]>(values: Values, otherwise?: Values[number]) {
  return Type.Unsafe<Values[number]>({
    type: 'string',
    enum: [...values],
    ...(otherwise === undefined ? {} : { default: otherwise }),
  });
}

export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** What every list takes: where to go on, and how many at a time. */
export const pageQuery = {
  cursor: Type.Optional(Type.String({ maxLength: 2000 })),
  limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
};

export function pageOf<Schema extends TSchema>(items: Schema) {
  return Type.Object({ items: Type.Array(items), next: nullable(Type.String()) });
}
