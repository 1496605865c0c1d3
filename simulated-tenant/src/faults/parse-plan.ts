import type { Fault, FaultAction, FaultMatch, FaultPlan, ModelTarget } from './plan.ts';

/** A fault plan says something the tenant does not understand; the message names the place. */
export class FaultPlanError extends Error {
  override readonly name = 'FaultPlanError';
}

type Fields = Readonly<Record<string, unknown>>;
type Rule = (value: unknown, place: string) => void;

/**
 * Reads a plan from parsed JSON (`{seed, faults}` or a list of faults).
 * Errors: FaultPlanError naming the fault and the field.
 */
export function parseFaultPlan(value: unknown): FaultPlan {
  const list = Array.isArray(value) ? { faults: value as readonly unknown[] } : fieldsOf(value, 'plan');
  onlyKnown(list, ['seed', 'faults'], 'plan');
  const seed = list['seed'] ?? 1;
  integer(0)(seed, 'plan.seed');
  const faults = list['faults'];
  if (!Array.isArray(faults)) throw new FaultPlanError('plan.faults: expected a list of faults');
  return { seed: seed as number, faults: faults.map((fault: unknown, index) => parseFault(fault, index)) };
}

function parseFault(value: unknown, index: number): Fault {
  const place = `faults[${String(index)}]`;
  const fields = fieldsOf(value, place);
  onlyKnown(fields, ['name', 'match', 'nth', 'every', 'probability', 'times', 'action'], place);
  const action = parseAction(fields['action'], `${place}.action`);
  const chosen = ['nth', 'every', 'probability'].filter((name) => fields[name] !== undefined);
  if (chosen.length > 1) throw new FaultPlanError(`${place}: ${chosen.join(' and ')} exclude each other`);
  check(fields, place, { name: string, nth: integer(1), every: integer(1), times: integer(1), probability });
  const { name, nth, every, times, probability: chance } = fields;
  return {
    name: typeof name === 'string' ? name : `${action.kind} #${String(index + 1)}`,
    match: parseMatch(fields['match'], `${place}.match`),
    action,
    ...(nth === undefined ? {} : { nth: nth as number }),
    ...(every === undefined ? {} : { every: every as number }),
    ...(times === undefined ? {} : { times: times as number }),
    ...(chance === undefined ? {} : { probability: chance as number }),
  };
}

function parseMatch(value: unknown, place: string): FaultMatch {
  if (value === undefined) return {};
  const fields = fieldsOf(value, place);
  onlyKnown(fields, ['path', 'method'], place);
  check(fields, place, { path: pattern, method: string });
  return {
    ...(fields['path'] === undefined ? {} : { path: fields['path'] as string }),
    ...(fields['method'] === undefined ? {} : { method: fields['method'] as string }),
  };
}

type ActionRules = {
  readonly [Kind in FaultAction['kind']]: {
    readonly required: readonly string[];
    readonly rules: Readonly<Record<string, Rule>>;
  };
};

const number = integer(0);
const seconds: Rule = (value, place) => {
  if (typeof value !== 'string') number(value, place);
};

const actions: ActionRules = {
  answer: { required: ['status'], rules: { status: integer(200), headers: stringFields, body: () => undefined } },
  unavailable: { required: [], rules: { retryAfter: seconds } },
  'bad-gateway': { required: [], rules: {} },
  'gateway-timeout': { required: [], rules: {} },
  throttle: { required: [], rules: { retryAfter: seconds } },
  reset: { required: ['afterBytes'], rules: { afterBytes: number } },
  'hang-up': { required: [], rules: {} },
  truncate: { required: [], rules: { bytes: number } },
  'wrong-length': { required: ['by'], rules: { by: nonZero } },
  slow: { required: ['bytesPerSecond'], rules: { bytesPerSecond: integer(1) } },
  stall: { required: ['afterBytes', 'milliseconds'], rules: { afterBytes: number, milliseconds: number } },
  delay: { required: ['milliseconds'], rules: { milliseconds: number } },
  'expire-token': { required: [], rules: {} },
  'expire-delta': { required: [], rules: { status: integer(400), code: string, location: boolean } },
  'corrupt-item': { required: [], rules: { requests: integer(1) } },
  vanish: { required: [], rules: { target } },
  duplicate: { required: [], rules: {} },
  'empty-page': { required: [], rules: {} },
  'smaller-page': { required: ['size'], rules: { size: integer(1) } },
  move: { required: ['to'], rules: { target, to: string } },
  touch: { required: [], rules: { target } },
  deliver: { required: [], rules: { mailbox: string, folder: string, subject: string } },
  'delete-folder': { required: ['folder'], rules: { mailbox: string, folder: string } },
  'clock-jump': { required: ['milliseconds'], rules: { milliseconds: number } },
};

/** Every kind of fault that can be planned. */
export const faultKinds = Object.keys(actions) as readonly FaultAction['kind'][];

function parseAction(value: unknown, place: string): FaultAction {
  const fields = fieldsOf(value, place);
  const kind = fields['kind'];
  const known = faultKinds.find((one) => one === kind);
  if (known === undefined) throw new FaultPlanError(`${place}.kind: expected one of ${faultKinds.join(', ')}`);
  const { required, rules } = actions[known];
  onlyKnown(fields, ['kind', ...Object.keys(rules)], place);
  for (const name of required)
    if (fields[name] === undefined) throw new FaultPlanError(`${place}.${name}: is required for ${known}`);
  check(fields, place, rules);
  return fields as unknown as FaultAction;
}

function check(fields: Fields, place: string, rules: Readonly<Record<string, Rule>>): void {
  for (const [name, rule] of Object.entries(rules))
    if (fields[name] !== undefined) rule(fields[name], `${place}.${name}`);
}

function fieldsOf(value: unknown, place: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new FaultPlanError(`${place}: expected an object`);
  return value as Fields;
}

function onlyKnown(fields: Fields, known: readonly string[], place: string): void {
  const stranger = Object.keys(fields).find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new FaultPlanError(`${place}.${stranger}: unknown field (known: ${known.join(', ')})`);
}

function integer(least: number): Rule {
  return (value, place) => {
    if (!Number.isInteger(value) || (value as number) < least)
      throw new FaultPlanError(`${place}: expected a whole number of at least ${String(least)}`);
  };
}

function nonZero(value: unknown, place: string): void {
  if (!Number.isInteger(value) || value === 0)
    throw new FaultPlanError(`${place}: expected a whole number other than 0`);
}

function probability(value: unknown, place: string): void {
  if (typeof value !== 'number' || !(value > 0 && value <= 1))
    throw new FaultPlanError(`${place}: expected a number above 0 and at most 1`);
}

function string(value: unknown, place: string): void {
  if (typeof value !== 'string') throw new FaultPlanError(`${place}: expected text`);
}

function boolean(value: unknown, place: string): void {
  if (typeof value !== 'boolean') throw new FaultPlanError(`${place}: expected true or false`);
}

function stringFields(value: unknown, place: string): void {
  for (const [name, text] of Object.entries(fieldsOf(value, place))) string(text, `${place}.${name}`);
}

function pattern(value: unknown, place: string): void {
  string(value, place);
  try {
    new RegExp(value as string);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FaultPlanError(`${place}: not a regular expression (${error.message})`);
  }
}

function target(value: unknown, place: string): asserts value is ModelTarget {
  const fields = fieldsOf(value, place);
  onlyKnown(fields, ['mailbox', 'folder', 'message', 'position'], place);
  check(fields, place, { mailbox: string, folder: string, message: string, position: number });
}
