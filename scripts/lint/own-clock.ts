import type { Rule } from 'eslint';

const timers = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const members = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.hrtime',
  'AbortSignal.timeout',
  'crypto.randomUUID',
]);
const timerModules = new Set(['node:timers', 'node:timers/promises', 'timers', 'timers/promises']);
const forbiddenImports = new Map([
  ['node:crypto', 'randomUUID'],
  ['crypto', 'randomUUID'],
  ['node:perf_hooks', 'performance'],
]);

/**
 * Time, chance and timers come from platform/clock, so that tests can turn the clock and a run can be repeated.
 * `new Date(value)` is only a conversion and is allowed.
 */
export const ownClock: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { ambient: '{{what}}: time, randomness and timers come from platform/clock.' },
  },
  create(context) {
    const report = (node: Rule.Node, what: string) => {
      context.report({ node, messageId: 'ambient', data: { what } });
    };
    return {
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier' || node.computed) return;
        const what = `${node.object.name}.${node.property.name}`;
        if (members.has(what) || (node.object.name === 'globalThis' && timers.has(node.property.name)))
          report(node, what);
      },
      CallExpression(node) {
        if (node.callee.type !== 'Identifier') return;
        if (node.callee.name === 'Date' || isGlobalTimer(context, node, node.callee.name))
          report(node, node.callee.name);
      },
      NewExpression(node) {
        const isNow = node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0;
        if (isNow) report(node, 'new Date()');
      },
      ImportDeclaration(node) {
        const from = String(node.source.value);
        if (timerModules.has(from)) report(node, from);
        for (const specifier of node.specifiers) {
          if (specifier.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
          const { name } = specifier.imported;
          if (forbiddenImports.get(from) === name) report(node, name);
        }
      },
    };
  },
};

/** A timer handed in under the same name is somebody's clock, not the global. */
function isGlobalTimer(context: Rule.RuleContext, node: Rule.Node, name: string): boolean {
  if (!timers.has(name)) return false;
  for (let scope = context.sourceCode.getScope(node); ; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable !== undefined) return variable.defs.length === 0;
    if (scope.upper === null) return true;
  }
}
