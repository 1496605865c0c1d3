import {
  addMark,
  addPreformatted,
  addSpace,
  addWords,
  endLine,
  endParagraph,
  type RunningText,
  startText,
} from './running-text.ts';

/** Where in a document the text being read stands; no tree is kept. */
export interface HtmlLayout {
  readonly out: RunningText;
  /** Of the open lists; null for lists without numbers. */
  readonly counters: (number | null)[];
  isInItem: boolean;
  isInRow: boolean;
  isPreformatted: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Elements that begin and end a line. */
const lines = words(
  'address article aside caption center dd div dl dt fieldset figcaption figure footer form header hr legend main nav noscript option section select summary tbody tfoot thead',
);
/** Elements with an empty line before and after. */
const paragraphs = words('blockquote h1 h2 h3 h4 h5 h6 p pre');

/** Counters of open lists that are kept; deeper lists count like the last one. */
const deepestList = 32;
const deepestIndent = 7;

export function startLayout(limit: number): HtmlLayout {
  return { out: startText(limit), counters: [], isInItem: false, isInRow: false, isPreformatted: false };
}

export function openElement(layout: HtmlLayout, name: string): void {
  if (name === 'li') openItem(layout);
  else if (name === 'ol' || name === 'ul') openList(layout, name);
  else breakAt(layout, name, true);
  if (name === 'pre') layout.isPreformatted = true;
}

export function closeElement(layout: HtmlLayout, name: string): void {
  if (name === 'li') {
    layout.isInItem = false;
    endLine(layout.out);
  } else if (name === 'ol' || name === 'ul') closeList(layout);
  else breakAt(layout, name, false);
  if (name === 'pre') layout.isPreformatted = false;
}

export function addText(layout: HtmlLayout, text: string): void {
  if (layout.isPreformatted && !layout.isInItem) addPreformatted(layout.out, text);
  else addWords(layout.out, text);
}

function breakAt(layout: HtmlLayout, name: string, isOpening: boolean): void {
  const { out } = layout;
  if (name === 'td' || name === 'th') addSpace(out);
  else if (name === 'tr' && !layout.isInItem) {
    layout.isInRow = isOpening;
    endLine(out);
  } else if (name === 'table') {
    layout.isInRow = false;
    if (layout.isInItem) addSpace(out);
    else endParagraph(out);
  } else if (layout.isInItem || layout.isInRow) {
    if (name === 'br' || lines.has(name) || paragraphs.has(name)) addSpace(out);
  } else if (paragraphs.has(name)) endParagraph(out);
  else if (name === 'br' || lines.has(name)) endLine(out);
}

function openItem(layout: HtmlLayout): void {
  endLine(layout.out);
  layout.isInItem = true;
  const { counters } = layout;
  const count = counters.at(-1);
  if (typeof count === 'number') counters[counters.length - 1] = count + 1;
  const indent = '  '.repeat(Math.min(Math.max(counters.length - 1, 0), deepestIndent));
  addMark(layout.out, `${indent}${typeof count === 'number' ? `${String(count)}. ` : '- '}`);
}

function openList(layout: HtmlLayout, name: 'ol' | 'ul'): void {
  if (layout.counters.length === 0) endParagraph(layout.out);
  else endLine(layout.out);
  layout.isInItem = false;
  if (layout.counters.length < deepestList) layout.counters.push(name === 'ol' ? 1 : null);
}

function closeList(layout: HtmlLayout): void {
  layout.counters.pop();
  if (layout.counters.length === 0) endParagraph(layout.out);
  else endLine(layout.out);
  layout.isInItem = false;
}
