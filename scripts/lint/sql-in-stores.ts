import type { Rule } from 'eslint';

const builders = new Set([
  'selectFrom',
  'insertInto',
  'updateTable',
  'deleteFrom',
  'replaceInto',
  'mergeInto',
  'selectNoFrom',
]);

/** SQL, built or written, stands in `store*.ts` and migrations only. */
export const sqlInStores: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { sql: '{{what}}: SQL stands in store*.ts files and migrations only.' },
  },
  create(context) {
    const report = (node: Rule.Node, what: string) => {
      context.report({ node, messageId: 'sql', data: { what } });
    };
    return {
      CallExpression(node) {
        const { callee } = node;
        if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
        if (builders.has(callee.property.name)) report(node, callee.property.name);
      },
      'TaggedTemplateExpression[tag.name="sql"]'(node: Rule.Node) {
        report(node, 'sql');
      },
      'ImportDeclaration[source.value="kysely"] > ImportSpecifier[imported.name="sql"]'(node: Rule.Node) {
        report(node, 'sql');
      },
      'ImportDeclaration[source.value="pg-copy-streams"]'(node: Rule.Node) {
        report(node, 'COPY');
      },
    };
  },
};
