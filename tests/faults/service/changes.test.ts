import { it } from 'vitest';
import { expectAllHit } from './disturbed-rig.ts';
import { planOf } from './fault-table.ts';
import { collectWhile } from './mixtures.ts';
import { loneChanges } from './mixed-plan.ts';

it.each(loneChanges)('a mailbox with $name meanwhile is collected whole', (change) =>
  collectWhile(() => planOf(change), expectAllHit),
);
