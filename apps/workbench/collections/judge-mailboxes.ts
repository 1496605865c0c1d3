import type { CheckResult } from '#microsoft';
import type { ChosenMailbox } from '../mailboxes/choose-mailboxes.ts';

export interface Judged {
  readonly isUsable: boolean;
  readonly mailboxes: readonly ChosenMailbox[];
  readonly leftOut: readonly ChosenMailbox[];
  /** Findings about the connection and the mailboxes that stay, under their addresses. */
  readonly troubles: readonly CheckResult[];
}

/**
 * What the checks of chosen mailboxes mean. With all mailboxes asked for, an account that has neither licence nor
 * mailbox is no mailbox, and no failure.
 */
export function judge(chosen: readonly ChosenMailbox[], checks: readonly CheckResult[], isAll: boolean): Judged {
  const failed = new Set(
    checks.filter(({ result, mailbox }) => result === 'fail' && mailbox !== null).map(({ mailbox }) => mailbox),
  );
  const unreachable = new Set(
    checks.filter(({ id, result }) => id === 'mailbox-reachable' && result === 'fail').map(({ mailbox }) => mailbox),
  );
  const isNone = ({ isLicensed, sourceMailbox }: ChosenMailbox): boolean =>
    isAll && isLicensed === false && unreachable.has(sourceMailbox);
  const mailboxes = chosen.filter((mailbox) => !isNone(mailbox));
  const addresses = new Map<string | null, string>(
    mailboxes.map(({ sourceMailbox, address }) => [sourceMailbox, address]),
  );
  const troubles = checks.flatMap((check) => {
    if (check.mailbox === null) return [check];
    const address = addresses.get(check.mailbox);
    return address === undefined ? [] : [{ ...check, mailbox: address }];
  });
  const isConnectionRight = checks.every(({ mailbox, result }) => mailbox !== null || result !== 'fail');
  return {
    isUsable: isConnectionRight && mailboxes.some(({ sourceMailbox }) => !failed.has(sourceMailbox)),
    mailboxes,
    leftOut: chosen.filter(isNone),
    troubles: troubles.filter(({ result }) => result === 'fail' || result === 'warn'),
  };
}
