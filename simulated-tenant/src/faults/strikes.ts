import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { Distortion } from '../http/send.ts';
import type { Simulation } from '../simulation.ts';
import type { Strike } from './engine.ts';
import { changeModel } from './model-changes.ts';
import { amendment } from './page-amendments.ts';
import type { FaultAction } from './plan.ts';
import { replacement } from './replacements.ts';

/** The effect of the faults that strike one request. */
export interface Effect {
  /** Takes the place of the true answer. */
  readonly answer: Answer | undefined;
  readonly hangUp: boolean;
  readonly pageCap: number;
  readonly distortions: readonly Distortion[];
  /** Changes the true answer. */
  amend(answer: Answer): Answer;
}

export const noEffect: Effect = {
  answer: undefined,
  hangUp: false,
  pageCap: Number.POSITIVE_INFINITY,
  distortions: [],
  amend: (answer) => answer,
};

/** Does what comes before the answer (waits, model changes, clock jumps) and says what becomes of the answer. */
export async function takeEffect(simulation: Simulation, call: Call, strikes: readonly Strike[]): Promise<Effect> {
  const actions = strikes.map(({ action }) => action);
  for (const { action, tookEffect } of strikes) if (await beforehand(simulation, call, action)) tookEffect();
  const answers = actions.map((action) => replacement(simulation, call, action));
  return {
    answer: answers.find((answer) => answer !== undefined),
    hangUp: actions.some(({ kind }) => kind === 'hang-up'),
    pageCap: Math.min(...actions.map((action) => (action.kind === 'smaller-page' ? action.size : noEffect.pageCap))),
    distortions: actions.flatMap(distortions),
    amend: (answer) => actions.reduce((changed, action) => amendment(call, changed, action), answer),
  };
}

/** Says whether it made a difference, or lets the answer make one. */
async function beforehand(simulation: Simulation, call: Call, action: FaultAction): Promise<boolean> {
  switch (action.kind) {
    case 'delay':
      await wait(action.milliseconds);
      return true;
    case 'clock-jump':
      simulation.tenant.clock.advance(action.milliseconds);
      return true;
    case 'vanish':
    case 'move':
    case 'touch':
    case 'deliver':
    case 'delete-folder':
      return changeModel(simulation, call, action);
    default:
      return true;
  }
}

function distortions(action: FaultAction): readonly Distortion[] {
  switch (action.kind) {
    case 'reset':
    case 'wrong-length':
    case 'slow':
    case 'stall':
      return [action];
    case 'truncate':
      return [{ kind: 'truncate', bytes: action.bytes }];
    default:
      return [];
  }
}
