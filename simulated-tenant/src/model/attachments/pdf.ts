/** A one-page PDF with a heading and lines of text in Helvetica. ISO 32000-1, with a correct xref. */
export function textPdf(heading: string, lines: readonly string[]): Uint8Array {
  const shown = [`BT /F1 16 Tf 56 780 Td (${escaped(heading)}) Tj ET`];
  lines.slice(0, 46).forEach((line, at) => {
    shown.push(`BT /F1 10 Tf 56 ${750 - at * 15} Td (${escaped(line)}) Tj ET`);
  });
  const stream = shown.join('\n');
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>',
    `<< /Length ${Buffer.byteLength(stream, 'latin1')} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Title (${escaped(heading)}) /Producer (Lakeside document writer) >>`,
  ];
  let text = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, at) => {
    const offset = text.length;
    text += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}`;
  text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

function escaped(text: string): string {
  // Character codes above Latin-1 have no place in this font.
  const latin = Array.from(text, (character) => (character.charCodeAt(0) > 0xff ? '?' : character)).join('');
  return latin.replace(/([\\()])/g, '\\$1');
}
