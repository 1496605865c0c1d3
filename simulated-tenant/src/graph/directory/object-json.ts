import { createHash } from 'node:crypto';

/** An id that depends on this text alone. */
export function guidFrom(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** An object as `$select` asks for it; what it does not have is null. */
export function selected(
  json: Readonly<Record<string, unknown>>,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  if (select === undefined) return { ...json };
  return Object.fromEntries(select.map((name) => [name, json[name] ?? null]));
}
