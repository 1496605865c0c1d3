import { Tokenizer } from 'htmlparser2';
import { LineWriter } from './line-writer.ts';

export interface HtmlText {
  readonly text: string;
  /** Whether the limit stopped it. */
  readonly isCut: boolean;
}

/** Elements that begin and end a line. */
const lines = new Set(
  'address article aside center dd div dl dt fieldset figcaption figure footer form header hr legend li main nav noscript option section select summary tbody td tfoot th thead tr caption'.split(' '),
);
/** Elements with an empty line before and after. */
const paragraphs = new Set('blockquote h1 h2 h3 h4 h5 h6 ol p pre table ul'.split(' '));
const lists = new Set(['ol', 'ul']);
const cells = new Set(['td', 'th']);
/** Elements whose content is not text; the tokenizer reads each of them up to its own end tag. */
const silent = new Set(['script', 'style', 'title', 'template']);

/** Counters of open lists that are kept; deeper lists count like the last one. */
const deepestList = 32;

/**
 * The text of an HTML body: what is said, without its formatting.
 * Laws: linear in time and memory whatever the nesting (no tree is built); a list item is one line; a table row is one
 * line; blanks collapse except in `pre`; scripts, styles, comments and link targets are not text.
 */
export function htmlToText(html: string, limit: number): HtmlText {
  const out = new LineWriter(limit);
  const counters: (number | null)[] = [];
  let isInItem = false;
  let rows = 0;
  let preformatted = 0;
  let silence: string | null = null;
  let tag = '';

  const breakLine = (kind: 'line' | 'paragraph'): void => {
    if (isInItem || rows > 0) out.space();
    else if (kind === 'line') out.line();
    else out.paragraph();
  };
  const openItem = (): void => {
    out.line();
    isInItem = true;
    const count = counters.at(-1);
    if (typeof count === 'number') counters[counters.length - 1] = count + 1;
    out.literal(`${'  '.repeat(Math.max(0, Math.min(counters.length, 8) - 1))}${typeof count === 'number' ? `${String(count)}. ` : '- '}`);
  };
  const list = (name: string, isOpening: boolean): void => {
    if (counters.length === 0 || (!isOpening && counters.length === 1)) out.paragraph();
    else out.line();
    isInItem = false;
    if (!isOpening) counters.pop();
    else if (counters.length < deepestList) counters.push(name === 'ol' ? 1 : null);
  };
  const boundary = (name: string, isOpening: boolean): void => {
    if (name === 'tr' && !isInItem) {
      rows = isOpening ? 1 : 0;
      out.line();
    } else if (name === 'table') {
      rows = 0;
      breakLine('paragraph');
    } else if (lists.has(name)) list(name, isOpening);
    else if (name === 'li') {
      if (isOpening) openItem();
      else isInItem = false;
      if (!isOpening) out.line();
    } else if (cells.has(name)) out.space();
    else if (paragraphs.has(name)) breakLine('paragraph');
    else if (lines.has(name)) breakLine('line');
    if (name === 'pre') preformatted = isOpening ? 1 : 0;
  };
  const text = (piece: string): void => {
    if (silence === null) out.text(piece, preformatted > 0 && !isInItem);
  };
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => {
        text(html.slice(start, end));
      },
      ontextentity: (codePoint) => {
        text(String.fromCodePoint(codePoint));
      },
      onopentagname: (start, end) => {
        tag = html.slice(start, Math.min(end, start + 32)).toLowerCase();
        if (tag === 'br') breakLine('line');
        else boundary(tag, true);
      },
      onopentagend: () => {
        if (silence === null && silent.has(tag)) silence = tag;
      },
      onselfclosingtag: () => undefined,
      onclosetag: (start, end) => {
        const name = html.slice(start, Math.min(end, start + 32)).toLowerCase();
        if (name === silence) silence = null;
        boundary(name, false);
      },
      onattribdata: () => undefined,
      onattribentity: () => undefined,
      onattribend: () => undefined,
      onattribname: () => undefined,
      oncdata: (start, end, offset) => {
        text(html.slice(start, end - offset));
      },
      oncomment: () => undefined,
      ondeclaration: () => undefined,
      onend: () => undefined,
      onprocessinginstruction: () => undefined,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return { text: out.end(), isCut: out.isCut };
}
