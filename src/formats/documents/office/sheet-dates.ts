import { readXml } from './read-xml.ts';

const dayMs = 86_400_000;
const lastSerial = 2_958_466;

/** Built-in number formats that show dates and times (ECMA-376, part 1, 18.8.30), East Asian ones included. */
function isBuiltInDate(format: number): boolean {
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 58);
}

/** A format code shows a date when it has date letters outside of quotes, brackets and escapes. */
function isDateCode(code: string): boolean {
  const bare = code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '');
  return /[ymdhs]/i.test(bare) && !/general/i.test(bare);
}

/** Adds the numbers of the cell formats that show dates, from a workbook's styles. */
export function readDateStyles(bytes: Uint8Array, styles: Set<number>): void {
  const codes = new Map<number, string>();
  let isInCells = false;
  let count = 0;
  readXml(bytes, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode') ?? '');
      else if (name === 'cellXfs') isInCells = true;
      else if (name === 'xf' && isInCells) {
        const format = Number(attribute('numFmtId') ?? 0);
        const code = codes.get(format);
        if (code === undefined ? isBuiltInDate(format) : isDateCode(code)) styles.add(count);
        count += 1;
      }
    },
    close(name) {
      if (name === 'cellXfs') isInCells = false;
    },
  });
}

/** A day count as ISO date, with its time when it has one; a count below one is a time of day. Null for no date. */
export function dateOfSerial(serial: number, is1904: boolean): string | null {
  if (!(serial >= 0 && serial < lastSerial)) return null;
  // Excel counts a 29 February 1900 that never was.
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30);
  const text = new Date(epoch + Math.round(serial * 86_400) * 1000).toISOString();
  const time = text.slice(11, 19);
  if (serial < 1) return time;
  const date = text.slice(0, 10);
  return (Math.round(serial * 86_400) * 1000) % dayMs === 0 ? date : `${date} ${time}`;
}
