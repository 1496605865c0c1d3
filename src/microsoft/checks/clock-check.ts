import type { Failure } from '#evidence';
import type { OpenConnection } from '../connections/connection.ts';
import type { CheckResult } from './check-result.ts';
import { check } from './check-result.ts';

const warnSeconds = 60;
const failSeconds = 300;

/** This machine's clock against the Date header of the service's last answer. */
export function checkClock(open: OpenConnection, refusedFor: Failure | null): CheckResult {
  const begun = check('clock-skew', "Compared this machine's clock with the Date header of the service.");
  const fix = ["Set this machine's clock (turn on NTP)."];
  if (refusedFor !== null) return begun.fail({ cause: refusedFor.message, fix, evidence: refusedFor.evidence });
  const ahead = open.serviceAheadMs();
  if (ahead === null) return begun.skip('The service gave no answer with a date.');
  const seconds = Math.round(Math.abs(ahead) / 1000);
  const cause = `This machine's clock is ${String(seconds)} seconds ${ahead > 0 ? 'behind' : 'ahead of'} the service's.`;
  if (seconds >= failSeconds)
    return begun.fail({ cause: `${cause} Signing in by certificate fails from five minutes on.`, fix });
  return seconds >= warnSeconds ? begun.warn({ cause, fix }) : begun.pass({ cause: 'The clocks agree.' });
}
