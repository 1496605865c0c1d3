import { isUsable, type CheckResult } from '#microsoft';
import { checkOn } from '../../workbench/connections/check-connection.ts';
import type { Invocation } from '../frame/command-definition.ts';
import { working } from '../frame/listening.ts';
import { showChecks } from './show-checks.ts';

export interface CheckOutcome {
  readonly isRight: boolean;
  readonly checks: readonly CheckResult[];
}

/** Checks a saved connection, shows what was found and records the act. */
export async function checkAndShow(
  invocation: Invocation,
  asked: { name: string; mailboxes: readonly string[] },
): Promise<CheckOutcome> {
  const checks = await checkOn(working(invocation), asked.name, asked.mailboxes);
  showChecks(invocation.terminal, checks);
  return { isRight: isUsable(checks), checks };
}
