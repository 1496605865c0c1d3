import { storedZip } from './zip.ts';
import type { ZipEntry } from './zip.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const packageSpace = 'http://schemas.openxmlformats.org/package/2006';
const documentRelation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const wordSpace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const sheetSpace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const officeType = 'application/vnd.openxmlformats-officedocument';

export const wordType = `${officeType}.wordprocessingml.document`;
export const excelType = `${officeType}.spreadsheetml.sheet`;

const entry = (name: string, xml: string): ZipEntry => ({ name, bytes: Buffer.from(declaration + xml, 'utf8') });

function packaged(main: string, type: string, parts: readonly ZipEntry[]): Uint8Array {
  const types =
    `<Types xmlns="${packageSpace}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    parts
      .filter((part) => part.name.includes('worksheets/'))
      .map((part) => `<Override PartName="/${part.name}" ContentType="${officeType}.spreadsheetml.worksheet+xml"/>`)
      .join('') +
    `<Override PartName="/${main}" ContentType="${type}.main+xml"/></Types>`;
  const relations =
    `<Relationships xmlns="${packageSpace}/relationships">` +
    `<Relationship Id="rId1" Type="${documentRelation}/officeDocument" Target="${main}"/></Relationships>`;
  return storedZip([entry('[Content_Types].xml', types), entry('_rels/.rels', relations), ...parts]);
}

/** A Word document of plain paragraphs. ECMA-376. */
export function wordDocument(paragraphs: readonly string[]): Uint8Array {
  const body = paragraphs
    .map((text) => `<w:p><w:r><w:t xml:space="preserve">${escaped(text)}</w:t></w:r></w:p>`)
    .join('');
  const xml = `<w:document xmlns:w="${wordSpace}"><w:body>${body}<w:sectPr/></w:body></w:document>`;
  return packaged('word/document.xml', wordType, [entry('word/document.xml', xml)]);
}

/** A workbook of one sheet; numbers stay numbers. ECMA-376. */
export function workbook(sheet: string, rows: readonly (readonly (string | number)[])[]): Uint8Array {
  const data = rows
    .map(
      (cells, at) => `<row r="${at + 1}">${cells.map((cell, column) => cellXml(cell, column, at + 1)).join('')}</row>`,
    )
    .join('');
  const book =
    `<workbook xmlns="${sheetSpace}" xmlns:r="${documentRelation}"><sheets>` +
    `<sheet name="${escaped(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  const relations =
    `<Relationships xmlns="${packageSpace}/relationships">` +
    `<Relationship Id="rId1" Type="${documentRelation}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`;
  return packaged('xl/workbook.xml', excelType, [
    entry('xl/workbook.xml', book),
    entry('xl/_rels/workbook.xml.rels', relations),
    entry('xl/worksheets/sheet1.xml', `<worksheet xmlns="${sheetSpace}"><sheetData>${data}</sheetData></worksheet>`),
  ]);
}

function cellXml(cell: string | number, column: number, row: number): string {
  const place = `${String.fromCharCode(65 + (column % 26))}${row}`;
  if (typeof cell === 'number') return `<c r="${place}"><v>${cell}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t>${escaped(cell)}</t></is></c>`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
