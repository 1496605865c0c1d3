import { Failure } from '#evidence';

const version = '/v1.0';

/**
 * The path of a request at an origin: either one of ours below the version, or a link the service gave.
 * Failure `malformed` (`graph-foreign-link`) for a link to another host: the bearer must not go there.
 */
export function wirePath(origin: string, target: string): string {
  if (target.startsWith('/')) return `${version}${target}`;
  const url = URL.canParse(target) ? new URL(target) : null;
  if (url === null || url.origin !== origin) {
    throw new Failure(
      'malformed',
      `A link of the service leads to another host (${url?.host ?? 'none'}) and is not followed.`,
      {
        code: 'graph-foreign-link',
        fix: 'Check the cloud of the connection. If it is right, report it: tokens are sent to the Graph host only.',
      },
    );
  }
  // Kept as it was received: parsing and writing it again could change how it is escaped.
  return target.slice(target.indexOf('/', target.indexOf('//') + 2));
}

/** A segment of a path: ids may hold `/`, `+` and `=`. */
export function segment(id: string): string {
  return encodeURIComponent(id);
}

/** A query string of OData options, in the order given; undefined ones are left out. */
export function query(options: Readonly<Record<string, string | number | undefined>>): string {
  const parts = Object.entries(options).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
