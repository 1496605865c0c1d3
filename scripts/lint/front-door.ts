import type { Rule } from 'eslint';

const roomDoor = /(^|\/)src\/[^/]+\/index\.ts$/;
const serverDoor = /(^|\/)apps\/server\/index\.ts$/;
const tenantDoor = /(^|\/)simulated-tenant\/src\/index\.ts$/;
const anyIndex = /(^|\/)index\.(ts|tsx|mts|mjs|js)$/;

/** `index.ts` exists once in a room and in the server, as the front door, and holds re-exports only. */
export const frontDoor: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      barrel: 'Only a room and the server have an index.ts; import the file that is meant.',
      content: 'A front door holds re-exports only.',
    },
  },
  create(context) {
    const path = context.filename.replaceAll('\\', '/');
    if (!anyIndex.test(path)) return {};
    const isDoor = [roomDoor, serverDoor, tenantDoor].some((door) => door.test(path));
    return {
      Program(program) {
        if (!isDoor) context.report({ node: program, messageId: 'barrel' });
        for (const statement of program.body) {
          const isReExport =
            statement.type === 'ExportAllDeclaration' ||
            (statement.type === 'ExportNamedDeclaration' && statement.source != null);
          if (isDoor && !isReExport) context.report({ node: statement, messageId: 'content' });
        }
      },
    };
  },
};
