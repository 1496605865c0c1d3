import { printable, wrap } from './text-table.ts';

/** What every terminal and every sheet of paper has. */
export const width = 80;
const label = 14;

export function heading(body: { readonly receiptId: string; readonly productVersion: string }): readonly string[] {
  const title = `RECEIPT ${printable(body.receiptId)}`;
  const issuer = `Chainmail ${printable(body.productVersion)}`;
  return [title + issuer.padStart(Math.max(issuer.length + 2, width - title.length)), '='.repeat(width)];
}

export function fact(name: string, text: string): readonly string[] {
  return wrap(printable(text), width - label - 2).map((line, index) => {
    return `  ${(index === 0 ? name : '').padEnd(label)}${line}`;
  });
}

export function bullet(text: string): readonly string[] {
  return wrap(text, width - 4).map((line, index) => `  ${index === 0 ? '- ' : '  '}${line}`);
}

export function moment(instant: string): string {
  return instant.replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
}

export function number(value: number): string {
  return value.toLocaleString('en-US');
}
