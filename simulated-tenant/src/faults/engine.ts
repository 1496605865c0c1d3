import { percentDecoded } from '../http/call.ts';
import type { Fault, FaultAction, FaultPlan, FaultReport } from './plan.ts';

/** A fault that strikes the request at hand. */
export interface Strike {
  readonly name: string;
  readonly action: FaultAction;
  /** To be called when it made a difference. */
  tookEffect(): void;
}

export interface FaultEngine {
  /** The faults that strike this request; counts matches and hits. The URL is as sent. */
  strike(method: string, url: string): readonly Strike[];
  /** Replaces the plan; counts start anew. */
  replace(plan: FaultPlan): void;
  report(): readonly FaultReport[];
}

interface Armed {
  readonly fault: Fault;
  readonly pattern: RegExp | undefined;
  readonly method: string | undefined;
  /** Paths struck by a fault that lasts, with how many requests it goes on for. */
  readonly lasting: Map<string, number>;
  readonly random: () => number;
  matched: number;
  hits: number;
  effects: number;
}

const none: readonly Strike[] = [];

export function createFaultEngine(plan: FaultPlan): FaultEngine {
  let armed = arm(plan);
  return {
    strike(method, url) {
      if (armed.length === 0) return none;
      const readable = percentDecoded(url.replaceAll(/%2f/gi, '%252F'));
      return armed.filter((one) => strikes(one, method, readable)).map(strikeOf);
    },
    replace(next) {
      armed = arm(next);
    },
    report() {
      return armed.map(({ fault, matched, hits, effects }) => ({
        name: fault.name,
        action: fault.action.kind,
        matched,
        hits,
        effects,
      }));
    },
  };
}

function strikeOf(one: Armed): Strike {
  return {
    name: one.fault.name,
    action: one.fault.action,
    tookEffect() {
      one.effects += 1;
    },
  };
}

function arm(plan: FaultPlan): Armed[] {
  return plan.faults.map((fault, index) => ({
    fault,
    pattern: fault.match.path === undefined ? undefined : new RegExp(fault.match.path),
    method: fault.match.method?.toUpperCase(),
    lasting: new Map(),
    random: seededRandom(plan.seed + index),
    matched: 0,
    hits: 0,
    effects: 0,
  }));
}

function strikes(one: Armed, method: string, url: string): boolean {
  if (one.method !== undefined && one.method !== method) return false;
  const path = url.split('?', 1)[0] ?? url;
  const left = one.lasting.get(path) ?? 0;
  if (left > 0) {
    one.lasting.set(path, left - 1);
    one.hits += 1;
    return true;
  }
  if (one.pattern !== undefined && !one.pattern.test(url)) return false;
  one.matched += 1;
  if (!isDue(one)) return false;
  one.hits += 1;
  const { action } = one.fault;
  if (action.kind === 'corrupt-item') one.lasting.set(path, (action.requests ?? Number.POSITIVE_INFINITY) - 1);
  return true;
}

function isDue({ fault, matched, hits, random }: Armed): boolean {
  if (fault.times !== undefined && hits >= fault.times) return false;
  if (fault.nth !== undefined) return matched === fault.nth;
  if (fault.every !== undefined) return matched % fault.every === 0;
  if (fault.probability !== undefined) return random() < fault.probability;
  return true;
}

/** Mulberry32 (public domain): small, fast, good enough to spread faults. */
function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
