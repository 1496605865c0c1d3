import type { Rule } from 'eslint';

const banner = /[-=*#~_]{6,}/;
const later = /\b(TODO|FIXME|XXX|HACK)\b/;

/** Comments say why; they are no decoration and no list of things to do. */
export const plainComments: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      banner: 'No banners in comments; a file that needs chapters is two files.',
      later: 'No {{word}} in the code: do it, or open an issue.',
    },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (comment.loc == null) continue;
          const isTable = comment.value.includes('|');
          if (banner.test(comment.value) && !isTable) context.report({ loc: comment.loc, messageId: 'banner' });
          const word = later.exec(comment.value)?.[1];
          if (word !== undefined) context.report({ loc: comment.loc, messageId: 'later', data: { word } });
        }
      },
    };
  },
};
