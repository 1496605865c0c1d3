// What spreadsheets take for the start of a formula, full-width forms included, behind any blanks or marks.
const formula = /^[\s\p{Cc}\p{Cf}]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

/**
 * One line of a CSV file (RFC 4180), every cell quoted, CR LF behind. Text that a spreadsheet would take for a formula
 * is made plain by an apostrophe before it; numbers are as they are; null is empty.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number | null): string {
  const text = String(cell ?? '').toWellFormed();
  const plain = typeof cell === 'string' && formula.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""').replaceAll('\u0000', '')}"`;
}
