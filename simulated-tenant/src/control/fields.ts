/** A control call that asks for something impossible; answered with this status and message. */
export class ControlError extends Error {
  override readonly name = 'ControlError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The body of a control call. */
export interface Fields {
  text(name: string): string;
  optionalText(name: string): string | undefined;
  number(name: string): number;
  optionalNumber(name: string): number | undefined;
  optionalFlag(name: string): boolean | undefined;
  texts(name: string): string[];
  optionalTexts(name: string): string[] | undefined;
  raw(name: string): unknown;
  readonly whole: unknown;
}

/** Errors: ControlError 400 when the body is no JSON object (or list, for a fault plan). */
export function readFields(bytes: Uint8Array): Fields {
  const whole = parsed(bytes);
  const values = (Array.isArray(whole) ? {} : whole) as Readonly<Record<string, unknown>>;
  const need = <Value>(name: string, value: Value | undefined, kind: string): Value => {
    if (value === undefined) throw new ControlError(400, `${name}: expected ${kind}`);
    return value;
  };
  const optional = <Value>(name: string, test: (value: unknown) => value is Value, kind: string): Value | undefined => {
    const value = values[name];
    if (value === undefined || value === null) return undefined;
    if (!test(value)) throw new ControlError(400, `${name}: expected ${kind}`);
    return value;
  };
  const fields: Fields = {
    whole,
    raw: (name) => values[name],
    optionalText: (name) => optional(name, isText, 'text'),
    optionalNumber: (name) => optional(name, isNumber, 'a number'),
    optionalFlag: (name) => optional(name, isFlag, 'true or false'),
    optionalTexts: (name) => optional(name, isTexts, 'a list of texts'),
    text: (name) => need(name, fields.optionalText(name), 'text'),
    number: (name) => need(name, fields.optionalNumber(name), 'a number'),
    texts: (name) => need(name, fields.optionalTexts(name), 'a list of texts'),
  };
  return fields;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);

function parsed(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ControlError(400, 'The body must be a JSON object.');
}
