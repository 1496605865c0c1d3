import { addText, type Extraction } from '../extraction.ts';
import { readXml } from './read-xml.ts';

/** Which elements of a document's XML are text, and which end lines. */
export interface MarkupRules {
  /** Elements whose characters count; null: those of all elements do. */
  readonly text: ReadonlySet<string> | null;
  /** Elements whose whole content is passed over. */
  readonly silent: ReadonlySet<string>;
  readonly paragraphs: ReadonlySet<string>;
  readonly cells: ReadonlySet<string>;
  readonly rows: ReadonlySet<string>;
  /** Elements that stand for characters; some say how many. */
  readonly characters: ReadonlyMap<string, string>;
  /** Attribute that says how often a character of `characters` stands there. */
  readonly countedBy: string | null;
}

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** WordprocessingML, and the DrawingML and formulas within it. What was deleted under tracking is still there. */
export const wordRules: MarkupRules = {
  text: set('t delText'),
  // The same content again, for readers that do not know the first form.
  silent: set('Fallback'),
  paragraphs: set('p'),
  cells: set('tc'),
  rows: set('tr'),
  characters: new Map([
    ['tab', '\t'],
    ['br', '\n'],
    ['cr', '\n'],
    ['noBreakHyphen', '-'],
    ['ptab', '\t'],
  ]),
  countedBy: null,
};

/** PresentationML, charts and drawings. */
export const drawingRules: MarkupRules = {
  ...wordRules,
  text: set('t text v'),
  paragraphs: set('p pt cm'),
};

interface Place {
  readonly rules: MarkupRules;
  /** Depth of elements within a silent one; 0 outside. */
  silence: number;
  /** How many open elements hold text. */
  spoken: number;
  cells: number;
}

const mostRepeats = 100;

/** Adds the text of one XML part: a paragraph is a line, a table row is one line with tabs between its cells. */
export function readMarkup(extraction: Extraction, bytes: Uint8Array, rules: MarkupRules): void {
  const place: Place = { rules, silence: 0, spoken: 0, cells: 0 };
  readXml(bytes, {
    open(name, attribute) {
      if (rules.silent.has(name)) place.silence += 1;
      if (place.silence > 0) return;
      if (rules.text?.has(name) === true) place.spoken += 1;
      if (rules.cells.has(name)) place.cells += 1;
      const character = rules.characters.get(name);
      if (character === undefined) return;
      const count = rules.countedBy === null ? 1 : Number(attribute(rules.countedBy) ?? 1);
      addText(extraction, character.repeat(Math.min(Math.max(1, Math.trunc(count) || 1), mostRepeats)));
    },
    close(name) {
      if (place.silence > 0) {
        if (rules.silent.has(name)) place.silence -= 1;
        return;
      }
      if (rules.text?.has(name) === true) place.spoken = Math.max(0, place.spoken - 1);
      endElement(extraction, place, name);
    },
    text(text) {
      if (place.silence === 0 && (place.spoken > 0 || rules.text === null)) addText(extraction, text);
    },
    isOver: () => extraction.isFull,
  });
}

function endElement(extraction: Extraction, place: Place, name: string): void {
  const { rules } = place;
  if (rules.cells.has(name)) {
    place.cells = Math.max(0, place.cells - 1);
    addText(extraction, '\t');
  } else if (rules.rows.has(name)) addText(extraction, '\n');
  else if (rules.paragraphs.has(name)) addText(extraction, place.cells > 0 ? ' ' : '\n');
}
