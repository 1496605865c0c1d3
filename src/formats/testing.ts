/** Mail of our own making, for tests. */

export type Fields = Readonly<Record<string, string>>;

const usual: Fields = {
  From: 'Ana Lund <ana@lakeside.example>',
  To: 'Bo Berg <bo@lakeside.example>',
  Subject: 'Minutes',
  Date: 'Mon, 05 Jan 2026 10:00:00 +0100',
  'Message-ID': '<m1@lakeside.example>',
  'MIME-Version': '1.0',
};

/** A message; a field given as an empty text is left out. */
export function mail(fields: Fields, body: string | Buffer = 'Hello\r\n'): Buffer {
  const lines = Object.entries({ ...usual, ...fields }).filter(([, value]) => value !== '');
  const header = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.concat([Buffer.from(`${header}\r\n`, 'latin1'), Buffer.from(body as string, 'utf8')]);
}

/** A part with its header. */
export function part(fields: Fields, body: string): string {
  const header = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${header.join('')}\r\n${body}`;
}

/** The body of a multipart. */
export function multipart(boundary: string, parts: readonly string[]): string {
  return `${parts.map((text) => `--${boundary}\r\n${text}\r\n`).join('')}--${boundary}--\r\n`;
}

export function base64(bytes: string | Buffer): string {
  const text = Buffer.from(bytes as string, 'utf8').toString('base64');
  return (text.match(/.{1,76}/g) ?? []).join('\r\n');
}
