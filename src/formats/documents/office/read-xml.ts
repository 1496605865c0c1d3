import { Tokenizer } from 'htmlparser2';
import { decodeCharset } from '../../text/charset.ts';
import { DocumentFault } from '../document.ts';
import { hasUtf16Mark } from '../recognise-kind.ts';

export interface XmlVisitor {
  /** Names without their prefix. */
  open?(name: string, attribute: (name: string) => string | undefined): void;
  close?(name: string): void;
  text?(text: string): void;
  /** Asked now and then; true ends the reading. */
  isOver?(): boolean;
}

const sliceLength = 1 << 18;
const longestName = 200;

/**
 * Reads XML as a stream of elements and text.
 * Laws: takes malformed input as far as it goes; no tree, no stack: linear in time and memory; entities other than XML's
 * own five and numbers stay as they are written, so nothing expands; nothing outside the bytes is ever fetched.
 * DocumentFault `corrupt`, after everything was visited, when it has no element or ends before all of them are closed.
 */
export function readXml(bytes: Uint8Array, visitor: XmlVisitor): void {
  const xml = decodeXml(bytes);
  let name = '';
  let attributes: Map<string, string> = new Map();
  let key = '';
  let elements = 0;
  let unclosed = 0;
  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: true },
    {
      ontext: (start, end) => visitor.text?.(xml.slice(start, end)),
      ontextentity: (codePoint) => visitor.text?.(String.fromCodePoint(codePoint)),
      oncdata: (start, end, offset) => visitor.text?.(xml.slice(start, end - offset)),
      onopentagname: (start, end) => {
        name = localName(xml, start, end);
        attributes = new Map();
      },
      onattribname: (start, end) => {
        key = localName(xml, start, end);
      },
      onattribdata: (start, end) => {
        attributes.set(key, (attributes.get(key) ?? '') + xml.slice(start, end));
      },
      onattribentity: (codePoint) => {
        attributes.set(key, (attributes.get(key) ?? '') + String.fromCodePoint(codePoint));
      },
      onopentagend: () => {
        elements += 1;
        unclosed += 1;
        visitor.open?.(name, reader(attributes));
      },
      onselfclosingtag: () => {
        elements += 1;
        visitor.open?.(name, reader(attributes));
        visitor.close?.(name);
      },
      onclosetag: (start, end) => {
        unclosed -= 1;
        visitor.close?.(localName(xml, start, end));
      },
      onattribend: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
    },
  );
  for (let at = 0; at < xml.length && visitor.isOver?.() !== true; at += sliceLength) {
    tokenizer.write(xml.slice(at, at + sliceLength));
  }
  tokenizer.end();
  if (visitor.isOver?.() !== true && (elements === 0 || unclosed > 0))
    throw new DocumentFault('corrupt', 'Its XML ends before it is complete.');
}

const ignore = (): void => undefined;

function reader(attributes: ReadonlyMap<string, string>): (name: string) => string | undefined {
  return (name) => attributes.get(name);
}

function localName(xml: string, start: number, end: number): string {
  const name = xml.slice(start, Math.min(end, start + longestName));
  return name.slice(name.indexOf(':') + 1);
}

/** By the byte order mark, else by its first characters and the declaration, else UTF-8 (XML 1.0, appendix F). */
function decodeXml(bytes: Uint8Array): string {
  if (bytes[0] === 0x3c && bytes[1] === 0) return decodeCharset(bytes, 'utf-16le').text;
  if (bytes[0] === 0 && bytes[1] === 0x3c) return decodeCharset(bytes, 'utf-16be').text;
  if (hasUtf16Mark(bytes)) return decodeCharset(bytes, bytes[0] === 0xff ? 'utf-16le' : 'utf-16be').text;
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]{2,40})["']/.exec(head)?.[1];
  return decodeCharset(bytes, declared ?? 'utf-8').text;
}
