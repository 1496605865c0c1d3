import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** How big the parts may be (CONTRIBUTING.md). Tests and generated files are not counted. */
const budgets = { medianLines: 100, ninthDecileLines: 300, filesPerFolder: 12 };
const commentShare = { least: 0.05, most: 0.15 };

const root = fileURLToPath(new URL('..', import.meta.url));

interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly commentLines: number;
}

const files = await readSources(['src', 'apps', 'simulated-tenant', 'scripts', 'web/src']);
const breaches = findBreaches(files);
report(files, breaches);
process.exitCode = breaches.length > 0 ? 1 : 0;

async function readSources(folders: readonly string[]): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  for (const folder of folders) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      if (/\.(ts|tsx|mts|mjs|js)$/.test(name) && !/(\.test\.|\.generated\.|(^|\/)node_modules\/)/.test(name)) {
        found.push(measure(join(folder, name)));
      }
    }
  }
  return found;
}

function measure(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8');
  return { path, lines: text.trimEnd().split('\n').length, commentLines: countCommentLines(text) };
}

function countCommentLines(text: string): number {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, false, ts.LanguageVariant.Standard, text);
  let lines = 0;
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    const isComment = token === ts.SyntaxKind.SingleLineCommentTrivia || token === ts.SyntaxKind.MultiLineCommentTrivia;
    if (isComment) lines += scanner.getTokenText().split('\n').length;
  }
  return lines;
}

function findBreaches(measured: readonly SourceFile[]): string[] {
  const found: string[] = [];
  const lines = measured.map((file) => file.lines).sort((left, right) => left - right);
  const median = at(lines, 0.5);
  const ninthDecile = at(lines, 0.9);
  if (median > budgets.medianLines)
    found.push(`median of ${String(median)} lines a file; ${String(budgets.medianLines)} at most`);
  if (ninthDecile > budgets.ninthDecileLines) {
    found.push(
      `one file in ten has more than ${String(ninthDecile)} lines; ${String(budgets.ninthDecileLines)} at most`,
    );
  }
  for (const [folder, count] of countByFolder(measured)) {
    if (count > budgets.filesPerFolder)
      found.push(`${folder}: ${String(count)} source files; ${String(budgets.filesPerFolder)} at most`);
  }
  return found;
}

function countByFolder(measured: readonly SourceFile[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { path } of measured) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return counts;
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}

function report(measured: readonly SourceFile[], found: readonly string[]): void {
  const lines = measured.map((file) => file.lines).sort((left, right) => left - right);
  const total = lines.reduce((sum, count) => sum + count, 0);
  const comments = measured.reduce((sum, file) => sum + file.commentLines, 0) / Math.max(total, 1);
  process.stdout.write(
    `${String(measured.length)} source files, ${String(total)} lines, median ${String(at(lines, 0.5))}, ` +
      `ninth decile ${String(at(lines, 0.9))}, longest ${String(lines.at(-1) ?? 0)}, comments ${(comments * 100).toFixed(1)} %\n`,
  );
  if (comments < commentShare.least || comments > commentShare.most) {
    process.stdout.write('warning: comments should be between 5 and 15 % of the lines\n');
  }
  for (const breach of found) process.stdout.write(`${breach}\n`);
}
