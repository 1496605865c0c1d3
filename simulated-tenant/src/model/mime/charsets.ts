/**
 * Text in a charset other than UTF-8. The tables are read off Node's own decoders, one byte (or one
 * pair of bytes) at a time, and turned round; what a charset lacks becomes a question mark.
 */
const tables = new Map<string, ReadonlyMap<string, Buffer>>();

export function encodeCharset(text: string, charset: string): Buffer {
  const name = charset.toLowerCase();
  if (name === 'utf-8' || name === 'us-ascii') return Buffer.from(text, 'utf8');
  const table = tables.get(name) ?? readTable(name);
  tables.set(name, table);
  const unknown = Buffer.from('?');
  return Buffer.concat(Array.from(text, (character) => table.get(character) ?? unknown));
}

function readTable(charset: string): ReadonlyMap<string, Buffer> {
  const decoder = new TextDecoder(charset);
  const table = new Map<string, Buffer>();
  const read = (bytes: Buffer): void => {
    const text = decoder.decode(bytes);
    if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte++) read(Buffer.from([byte]));
  const pairs = ['shift_jis', 'euc-jp', 'euc-kr', 'big5', 'gbk', 'gb18030'].includes(charset);
  for (let pair = 0x8140; pairs && pair < 0xffff; pair++) read(Buffer.from([pair >> 8, pair & 0xff]));
  return table;
}

/** Decodes bytes of a declared charset; an unknown charset is read as windows-1252. */
export function decodeCharset(bytes: Uint8Array, charset: string): string {
  try {
    return new TextDecoder(charset.trim() === '' ? 'utf-8' : charset.trim()).decode(bytes);
  } catch (problem) {
    // An unknown label is a RangeError; mail in the wild is full of them.
    if (problem instanceof RangeError) return new TextDecoder('windows-1252').decode(bytes);
    throw problem;
  }
}
