/** Groups whose text is not the document's (RTF 1.9.1, appendix B), also without `\*`. */
export const silentDestinations: ReadonlySet<string> = new Set([
  'fonttbl',
  'colortbl',
  'stylesheet',
  'info',
  'pict',
  'object',
  'objdata',
  'themedata',
  'colorschememapping',
  'datastore',
  'latentstyles',
  'listtable',
  'listoverridetable',
  'revtbl',
  'rsidtbl',
  'generator',
  'filetbl',
  'fldinst',
  'xmlnstbl',
  'nonshppict',
  'mmathPr',
  'pntext',
  'pntxta',
  'pntxtb',
  'bkmkstart',
  'bkmkend',
  'htmltag',
  'wgrffmtfilter',
  'userprops',
]);

/** Destinations marked `\*`, which strangers may pass over, that hold text of the document all the same. */
export const spokenDestinations: ReadonlySet<string> = new Set([
  'annotation',
  'footnote',
  'shptxt',
  'shpinst',
  'fldrslt',
  'ud',
]);

/** Control words that stand for text. */
export const textOfWord: ReadonlyMap<string, string> = new Map([
  ['par', '\n'],
  ['sect', '\n'],
  ['page', '\n'],
  ['line', '\n'],
  ['row', '\n'],
  ['nestrow', '\n'],
  ['cell', '\t'],
  ['nestcell', '\t'],
  ['tab', '\t'],
  ['emdash', '\u2014'],
  ['endash', '\u2013'],
  ['bullet', '\u2022'],
  ['lquote', '\u2018'],
  ['rquote', '\u2019'],
  ['ldblquote', '\u201c'],
  ['rdblquote', '\u201d'],
  ['emspace', ' '],
  ['enspace', ' '],
]);

/** Code pages of `\fcharset` (Windows GDI); others are the document's own. */
export const codePageOfCharset: ReadonlyMap<number, number> = new Map([
  [0, 1252],
  [77, 10_000],
  [128, 932],
  [129, 949],
  [134, 936],
  [136, 950],
  [161, 1253],
  [162, 1254],
  [163, 1258],
  [177, 1255],
  [178, 1256],
  [186, 1257],
  [204, 1251],
  [222, 874],
  [238, 1250],
  [255, 437],
]);

/** Names by which the decoder knows code pages. */
export function charsetOfCodePage(codePage: number): string {
  switch (codePage) {
    case 10_000:
      return 'macroman';
    case 65_001:
      return 'utf-8';
    case 932:
      return 'shift_jis';
    case 936:
      return 'gbk';
    case 949:
      return 'cp949';
    case 950:
      return 'big5';
    default:
      return `cp${String(codePage)}`;
  }
}
