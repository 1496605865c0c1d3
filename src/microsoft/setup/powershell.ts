/**
 * A text as a PowerShell string literal: in single quotes nothing is expanded, and a quote is doubled.
 * The typographic quotes count as quotes there too; line breaks are made spaces.
 * Source: about_Quoting_Rules.
 */
export function quoted(text: string): string {
  const oneLine = text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ');
  return `'${oneLine.replace(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}

/** A text within a PowerShell comment: one line, and nothing that ends the comment. */
export function commented(text: string): string {
  return `# ${text.replace(/[\r\n\u0085\u2028\u2029]+/g, ' ')}`;
}
