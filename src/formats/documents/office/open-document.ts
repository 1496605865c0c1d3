import type { MarkupRules } from './markup-text.ts';

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

/** OpenDocument (part 3): all characters are text but those of scripts, settings and styles. */
export const openDocumentRules: MarkupRules = {
  text: set('p h'),
  silent: set('scripts font-face-decls automatic-styles settings binary-data'),
  paragraphs: set('p h list-item'),
  cells: set('table-cell covered-table-cell'),
  rows: set('table-row'),
  characters: new Map([
    ['tab', '\t'],
    ['line-break', '\n'],
    ['s', ' '],
  ]),
  countedBy: 'c',
};
