import type { Rule } from 'eslint';

const runners = new Set(['test', 'it', 'describe', 'suite']);
const silent = new Set(['skip', 'skipIf', 'runIf', 'todo', 'fails', 'only']);

/** A test that does not run says why: `context.skip(condition, 'why')`, in the test or in a beforeEach. */
export const skipsSayWhy: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      silent: '{{what}} gives no reason; use context.skip(condition, "why") in the test or in a beforeEach.',
    },
  },
  create(context) {
    return {
      MemberExpression(node) {
        if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return;
        const { name } = node.object;
        if (!runners.has(name) || !silent.has(node.property.name)) return;
        context.report({ node, messageId: 'silent', data: { what: `${name}.${node.property.name}` } });
      },
    };
  },
};
