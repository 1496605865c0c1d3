import type { Rule } from 'eslint';

/** The environment is read once, in platform/configuration; everything else gets what it needs as an argument. */
export const noEnvironment: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { read: 'process.env is read in platform/configuration only; take what you need as an argument.' },
  },
  create(context) {
    return {
      'MemberExpression[object.name="process"][property.name="env"]'(node: Rule.Node) {
        context.report({ node, messageId: 'read' });
      },
      'VariableDeclarator[init.name="process"] > ObjectPattern > Property[key.name="env"]'(node: Rule.Node) {
        context.report({ node, messageId: 'read' });
      },
      'ImportDeclaration[source.value=/^(node:)?process$/] > ImportSpecifier[imported.name="env"]'(node: Rule.Node) {
        context.report({ node, messageId: 'read' });
      },
    };
  },
};
