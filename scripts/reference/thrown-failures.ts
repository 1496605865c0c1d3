import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A failure as a place in the code throws it. */
export interface ThrownFailure {
  readonly code: string;
  readonly kind: string;
  readonly room: string;
  /** Null where the text is put together elsewhere. */
  readonly message: string | null;
  readonly fix: string | null;
}

/**
 * Every `new Failure(kind, message, { code, fix })` of the rooms and apps whose kind and code are written out, ordered
 * by code.
 */
export async function readThrownFailures(): Promise<ThrownFailure[]> {
  const found = [...(await failuresBelow('src')), ...(await failuresBelow('apps'))];
  return found.sort(
    (left, right) => compare(left.code, right.code) || compare(left.message ?? '', right.message ?? ''),
  );
}

async function failuresBelow(folder: string): Promise<ThrownFailure[]> {
  const found: ThrownFailure[] = [];
  for (const name of await readdir(join(root, folder), { recursive: true })) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
    const text = readFileSync(join(root, folder, name), 'utf8');
    visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true), (node) => {
      const thrown = readFailure(node, name.split('/')[0] ?? '');
      if (thrown !== null) found.push(thrown);
    });
  }
  return found;
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => {
    visit(child, see);
  });
}

function readFailure(node: ts.Node, room: string): ThrownFailure | null {
  if (!ts.isNewExpression(node) || node.expression.getText() !== 'Failure') return null;
  const [kind, message, options] = node.arguments ?? [];
  if (kind === undefined || options === undefined || !ts.isObjectLiteralExpression(options)) return null;
  const code = property(options, 'code');
  const kindText = literal(kind);
  const codeText = code === null ? null : literal(code);
  if (kindText === null || codeText === null) return null;
  const fix = property(options, 'fix');
  return {
    code: codeText,
    kind: kindText,
    room,
    message: message === undefined ? null : literal(message),
    fix: fix === null ? null : literal(fix),
  };
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.Expression | null {
  for (const member of object.properties) {
    if (ts.isPropertyAssignment(member) && member.name.getText() === name) return member.initializer;
  }
  return null;
}

/** A text as it is written, with `…` where a value is put in; null when it is not written out here. */
function literal(node: ts.Expression): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) {
    const value = constantOf(node);
    return value === null ? null : literal(value);
  }
  if (ts.isTemplateExpression(node)) {
    return node.head.text + node.templateSpans.map((span) => `…${span.literal.text}`).join('');
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [literal(node.left), literal(node.right)];
    return left === null || right === null ? null : left + right;
  }
  return null;
}

/** What a constant of the same file stands for. */
function constantOf(name: ts.Identifier): ts.Expression | null {
  for (const statement of name.getSourceFile().statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: declared, initializer } of statement.declarationList.declarations)
      if (declared.getText() === name.text) return initializer ?? null;
  }
  return null;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
