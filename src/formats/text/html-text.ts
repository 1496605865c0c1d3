import { Tokenizer } from 'htmlparser2';
import { addText, closeElement, openElement, startLayout } from './html-layout.ts';
import { finishText } from './running-text.ts';

export interface HtmlText {
  readonly text: string;
  /** Whether the limit stopped it. */
  readonly isCut: boolean;
}

/** Elements whose content is not text; the tokenizer reads each of them up to its own end tag. */
const silent = new Set(['script', 'style', 'title', 'template']);

const longestName = 32;
const ignore = (): void => undefined;

/**
 * The text of an HTML body: what is said, without its formatting.
 * Laws: linear in time and memory whatever the nesting (no tree is built); a list item is one line; a table row is one
 * line; blanks collapse except in `pre`; scripts, styles, comments and link targets are not text.
 */
export function htmlToText(html: string, limit: number): HtmlText {
  const layout = startLayout(limit);
  let silence: string | null = null;
  let name = '';
  const add = (text: string): void => {
    if (silence === null) addText(layout, text);
  };
  const nameAt = (start: number, end: number): string =>
    html.slice(start, Math.min(end, start + longestName)).toLowerCase();
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext: (start, end) => {
        add(html.slice(start, end));
      },
      ontextentity: (codePoint) => {
        add(String.fromCodePoint(codePoint));
      },
      oncdata: (start, end, offset) => {
        add(html.slice(start, end - offset));
      },
      onopentagname: (start, end) => {
        name = nameAt(start, end);
        openElement(layout, name);
      },
      onopentagend: () => {
        if (silence === null && silent.has(name)) silence = name;
      },
      onclosetag: (start, end) => {
        const closing = nameAt(start, end);
        if (closing === silence) silence = null;
        closeElement(layout, closing);
      },
      onselfclosingtag: ignore,
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onprocessinginstruction: ignore,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
  return { text: finishText(layout.out), isCut: layout.out.isCut };
}
