import type { Tenant } from './model/contract.ts';
import type { SigningKey } from './sign-in/signing-key.ts';
import type { Grants } from './sign-in/people/grants.ts';
import type { Meter } from './metering/meter.ts';
import type { FaultEngine } from './faults/engine.ts';
import type { RequestLog } from './http/request-log.ts';
import type { Switches } from './switches.ts';
import type { Refused } from './refused.ts';
import type { RoundStore } from './graph/protocol/round-store.ts';

/** Everything one running tenant holds; handlers get it whole. */
export interface Simulation {
  readonly tenant: Tenant;
  readonly switches: Switches;
  readonly signingKey: SigningKey;
  /** Codes, refresh tokens and sessions of people who signed in. */
  readonly grants: Grants;
  readonly meter: Meter;
  readonly faults: FaultEngine;
  readonly log: RequestLog;
  /** Calls that would have changed something; all refused. */
  readonly writes: Refused;
  /** Calls the tenant does not know; all answered 501. */
  readonly unknown: Refused;
  /** State behind opaque delta links. */
  readonly rounds: RoundStore;
  /** Grows with each MIME fetch, so that two fetches differ in their boundaries. */
  nextVariant(): number;
}
