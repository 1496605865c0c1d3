/** RFC 2045 and 2047 encodings, as the writer of a message needs them. */

const crlf = '\r\n';

/** Lines end in CRLF, whatever they ended in before. */
export function withCrlf(text: string): string {
  return text.replace(/\r\n|\r|\n/g, crlf);
}

export function isAscii(text: string): boolean {
  return /^[\x00-\x7f]*$/.test(text);
}

/** Quoted-printable, RFC 2045 section 6.7; line breaks of the text are kept as CRLF. */
export function quotedPrintable(bytes: Uint8Array): string {
  const out: string[] = [];
  for (const line of Buffer.from(bytes).toString('latin1').split(crlf)) {
    let width = 0;
    let encoded = '';
    for (let at = 0; at < line.length; at++) {
      const unit = quoted(line.charCodeAt(at), at === line.length - 1);
      if (width + unit.length > 75) {
        encoded += '=' + crlf;
        width = 0;
      }
      encoded += unit;
      width += unit.length;
    }
    out.push(encoded);
  }
  return out.join(crlf);
}

function quoted(code: number, last: boolean): string {
  const space = code === 0x20 || code === 0x09;
  const plain = (code > 0x20 && code < 0x7f && code !== 0x3d) || (space && !last);
  return plain ? String.fromCharCode(code) : '=' + code.toString(16).toUpperCase().padStart(2, '0');
}

/** Base64 in lines of 76, a slice at a time, so that a large attachment is never a large string. */
export function* base64Lines(bytes: Uint8Array): Generator<Buffer> {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const linesAtOnce = 57 * 1024;
  for (let at = 0; at < source.length; at += linesAtOnce) {
    const text = source.toString('base64', at, Math.min(source.length, at + linesAtOnce));
    yield Buffer.from(text.replace(/.{76}|.+$/g, `$&${crlf}`), 'latin1');
  }
}

/** Unstructured header text, RFC 2047: as it is when ASCII, else UTF-8 encoded words, folded. */
export function encodedWords(text: string): string {
  const clean = text.replace(/[\r\n]+/g, ' ');
  if (isAscii(clean)) return clean;
  const words: string[] = [];
  let word = '';
  for (const character of clean) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((each) => `=?utf-8?B?${Buffer.from(each).toString('base64')}?=`).join(`${crlf}\t`);
}

/** A quoted parameter value; non-ASCII names as encoded words, which is what Exchange writes. */
export function quotedParameter(text: string): string {
  return `"${encodedWords(text).replace(/(["\\])/g, '\\$1')}"`;
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date as RFC 5322 writes it, in UTC. */
export function mailDate(time: number): string {
  const date = new Date(time);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const month = months[date.getUTCMonth()] ?? '';
  return `${days[date.getUTCDay()] ?? ''}, ${date.getUTCDate()} ${month} ${date.getUTCFullYear()} ${clock} +0000`;
}
