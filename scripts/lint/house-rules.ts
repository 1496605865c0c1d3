import type { ESLint } from 'eslint';
import { fileName } from './file-name.ts';
import { frontDoor } from './front-door.ts';
import { noEnvironment } from './no-environment.ts';
import { ownClock } from './own-clock.ts';
import { plainComments } from './plain-comments.ts';
import { skipsSayWhy } from './skips-say-why.ts';
import { sqlInStores } from './sql-in-stores.ts';

/** The rules of this house that no published plugin has. */
export const houseRules: ESLint.Plugin = {
  meta: { name: 'house' },
  rules: {
    'file-name': fileName,
    'front-door': frontDoor,
    'no-environment': noEnvironment,
    'own-clock': ownClock,
    'plain-comments': plainComments,
    'skips-say-why': skipsSayWhy,
    'sql-in-stores': sqlInStores,
  },
};
