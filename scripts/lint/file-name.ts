import { basename } from 'node:path';
import type { Rule } from 'eslint';

const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|generated))*\.(ts|tsx|mts|mjs|js)$/;
const bags = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'misc',
  'manager',
  'service',
  'lib',
  'types',
]);

/** Files are named in kebab-case by what is in them; names that would fit any content are refused. */
export const fileName: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      form: 'File names are kebab-case: {{name}}.',
      bag: '"{{word}}" says nothing about what is in {{name}}; name it by its noun or verb.',
    },
  },
  create(context) {
    const name = basename(context.filename).replace(/^\./, '');
    return {
      Program(node) {
        if (!kebabCase.test(name)) context.report({ node, messageId: 'form', data: { name } });
        const word = name.split('.')[0]?.split('-').at(-1) ?? '';
        if (bags.has(word)) context.report({ node, messageId: 'bag', data: { name, word } });
      },
    };
  },
};
