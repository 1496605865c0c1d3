import { createHash } from 'node:crypto';
import { Failure } from '#evidence';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const deepest = 64;

/**
 * The one text a value has: no spaces, members sorted by their UTF-16 code units, numbers and strings as ECMAScript
 * writes them. Equal values have equal texts, so a text can be hashed and signed.
 * Members that are undefined are left out.
 * Failure `malformed` for what has no such text: NaN, infinities, lone surrogates, more than 64 levels.
 * Source: RFC 8785.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 0);
}

/** SHA-256 of a text, in lower-case hexadecimal. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function write(value: unknown, depth: number): string {
  if (depth > deepest) throw unwritable('It has more than 64 levels.');
  switch (typeof value) {
    case 'string':
      if (!value.isWellFormed()) throw unwritable('A text in it is not Unicode.');
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw unwritable('A number in it is not finite.');
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, depth + 1);
    case 'undefined':
    case 'bigint':
    case 'symbol':
    case 'function':
      throw unwritable(`JSON has no ${typeof value}.`);
  }
}

function writeObject(value: object, depth: number): string {
  if (Array.isArray(value)) return `[${value.map((each: unknown) => write(each, depth)).join(',')}]`;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw unwritable('An object in it is not a plain one.');
  const members = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, each]) => `${write(key, depth)}:${write(each, depth)}`);
  return `{${members.join(',')}}`;
}

function unwritable(detail: string): Failure {
  return new Failure('malformed', `This value has no canonical JSON text. ${detail}`, { code: 'json-not-canonical' });
}
