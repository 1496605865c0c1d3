/** What the `Prefer` header asks for, and which of it was honoured. */
export interface Preferences {
  readonly immutableIds: boolean;
  readonly bodyType: 'text' | 'html' | undefined;
  readonly maxPageSize: number | undefined;
  readonly timeZone: string | undefined;
}

const nothing: Preferences = { immutableIds: false, bodyType: undefined, maxPageSize: undefined, timeZone: undefined };

/** Several preferences may be joined by commas; unknown ones are ignored (RFC 7240). */
export function preferences(header: string | undefined): Preferences {
  if (header === undefined) return nothing;
  let found = nothing;
  for (const part of header.split(',')) {
    const equals = part.indexOf('=');
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    const value =
      equals < 0
        ? ''
        : part
            .slice(equals + 1)
            .trim()
            .replace(/^"(.*)"$/, '$1');
    if (name === 'idtype') found = { ...found, immutableIds: value.toLowerCase() === 'immutableid' };
    else if (name === 'outlook.body-content-type' && (value === 'text' || value === 'html'))
      found = { ...found, bodyType: value };
    else if (name === 'odata.maxpagesize' && /^[1-9]\d{0,8}$/.test(value))
      found = { ...found, maxPageSize: Number(value) };
    else if (name === 'outlook.timezone') found = { ...found, timeZone: value };
  }
  return found;
}
