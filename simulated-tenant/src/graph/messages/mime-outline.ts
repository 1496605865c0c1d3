/** The header of a MIME message, read just far enough to describe an attached item. */
export interface MimeOutline {
  readonly isMixed: boolean;
  readonly date: string | undefined;
  header(name: string): string | undefined;
}

const longestHeader = 256 * 1024;

export function outlineOf(bytes: Uint8Array): MimeOutline {
  const head = Buffer.from(bytes.subarray(0, longestHeader)).toString('latin1');
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length;
  const fields = new Map<string, string>();
  for (const line of head
    .slice(0, end)
    .replaceAll(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  const sent = Date.parse(fields.get('date') ?? '');
  return {
    isMixed: (fields.get('content-type') ?? '').toLowerCase().startsWith('multipart/mixed'),
    date: Number.isNaN(sent) ? undefined : `${new Date(sent).toISOString().slice(0, 19)}Z`,
    header: (name) => fields.get(name),
  };
}
