/** Mail and files of our own making, for tests. */
import { crc32, deflateRawSync, deflateSync } from 'node:zlib';

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

export interface MadeEntry {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** Says it is encrypted, without being it. */
  readonly isEncrypted?: boolean;
  /** What the directory claims the unpacked size is. */
  readonly claimedSize?: number;
}

/** A ZIP of deflated entries. */
export function zip(entries: readonly MadeEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, isEncrypted = false, claimedSize } of entries) {
    const plain = Buffer.from(bytes as string);
    const packed = deflateRawSync(plain);
    const encodedName = Buffer.from(name, 'utf8');
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isEncrypted ? 0x0801 : 0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? plain.length, 18);
    common.writeUInt16LE(encodedName.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, encodedName);
    const file = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, encodedName, packed]);
    files.push(file);
    offset += file.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

const helvetica = '/Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding';

/** A PDF of pages whose content streams are given; `extra` goes into the trailer, `more` are further objects. */
export function pdf(
  pages: readonly string[],
  { extra = '', font = helvetica, resources = '', more = [] as readonly string[] } = {},
): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, at) => `${String(4 + at * 2)} 0 R`).join(' ')}] /Count ${String(pages.length)} >>`,
    `<< /Type /Font ${font} >>`,
  ];
  for (const [at, content] of pages.entries()) {
    const packed = deflateSync(Buffer.from(content, 'latin1')).toString('latin1');
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> ${resources} >> /Contents ${String(5 + at * 2)} 0 R >>`,
      `<< /Length ${String(packed.length)} /Filter /FlateDecode >>\nstream\n${packed}\nendstream`,
    );
  }
  objects.push(...more);
  let text = '%PDF-1.4\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${String(at + 1)} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const start = text.length;
  const count = String(objects.length + 1);
  text += `xref\n0 ${count}\n0000000000 65535 f \n`;
  text += offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  text += `trailer\n<< /Size ${count} /Root 1 0 R ${extra} >>\nstartxref\n${String(start)}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** The content stream of a page of lines. */
export function pdfLines(lines: readonly string[]): string {
  return lines.map((line, at) => `BT /F1 12 Tf 50 ${String(800 - at * 14)} Td (${line}) Tj ET`).join('\n');
}

/** A Word document with this body, in WordprocessingML. */
export function docx(body: string, more: readonly MadeEntry[] = []): Buffer {
  const document = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`;
  return zip([
    { name: '[Content_Types].xml', bytes: '<Types/>' },
    { name: 'word/document.xml', bytes: document },
    ...more,
  ]);
}
