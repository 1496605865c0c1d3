import { Failure } from '#evidence';
import type { OpenConnection } from '../connections/connection.ts';
import { isOwn, reachMailbox } from '../directory/reach-mailbox.ts';
import { probeMailbox } from '../directory/probe-mailbox.ts';
import type { CheckResult } from './check-result.ts';
import { attempt, check } from './check-result.ts';
import type { ChosenMailbox } from './chosen-mailbox.ts';
import type { ReadProof } from './read-message.ts';
import { isRefusal, readMessage } from './read-message.ts';
import type { BytesProof } from './permission-checks.ts';

/** What the checks of one mailbox found, and what they prove of the permissions. */
export interface MailboxOutcome {
  readonly results: readonly CheckResult[];
  readonly bytes: BytesProof;
}

const burst = 4;

/** Reads one mailbox for real: inbox, a message's bytes, an attachment, a sub-folder. A token is never proof. */
export async function checkMailbox(
  open: OpenConnection,
  mailbox: ChosenMailbox,
  signal: AbortSignal,
): Promise<MailboxOutcome> {
  const begun = beginAll(open, mailbox);
  if (mailbox.id === null) {
    const unknown =
      mailbox.failure ?? new Failure('not-found', 'The mailbox was not found.', { code: 'graph-address-unknown' });
    const rest = [begun.allowed, begun.bytes, begun.headroom].map((one) => one.skip('The mailbox was not found.'));
    return { results: [begun.reachable.failed(unknown), ...rest], bytes: 'untried' };
  }
  const reach = await attempt(reachMailbox(open, mailbox.id, signal));
  const failure = reach instanceof Failure ? reach : reach.kind === 'unreachable' ? reach.failure : null;
  if (failure !== null) return unreachable(begun, failure);
  const read = await attempt(readMessage(open.mailbox(mailbox.id), mailbox.id, signal));
  return {
    results: [
      begun.reachable.pass({ cause: describe(mailbox) }),
      begun.allowed.pass({ cause: allowedText(open, mailbox) }),
      bytesResult(begun.bytes, read),
      await headroom(open, begun.headroom, { id: mailbox.id, signal }),
    ],
    bytes: proofOf(read),
  };
}

/** A mailbox that another process of ours is working on: asking it as well would break the allowance they share. */
export function busyMailbox(open: OpenConnection, mailbox: ChosenMailbox): MailboxOutcome {
  const { reachable, allowed, bytes, headroom } = beginAll(open, mailbox);
  const because = 'Another Chainmail process is working on the mailbox now, so it was left alone.';
  return { results: [reachable, allowed, bytes, headroom].map((one) => one.skip(because)), bytes: 'busy' };
}

interface Begun {
  readonly reachable: ReturnType<typeof check>;
  readonly allowed: ReturnType<typeof check>;
  readonly bytes: ReturnType<typeof check>;
  readonly headroom: ReturnType<typeof check>;
}

function beginAll({ connection: { signer } }: OpenConnection, mailbox: ChosenMailbox): Begun {
  const name = mailbox.label;
  return {
    reachable: check('mailbox-reachable', `Asked for the inbox of ${name}.`, name),
    allowed:
      signer === null
        ? check('mailbox-allowed', `Asked whether Exchange lets the application into ${name}.`, name)
        : check('full-access-delegated', `Asked whether ${signer.address} may open ${name}.`, name),
    bytes: check('message-bytes', `Read one message's bytes, one attachment and one sub-folder of ${name}.`, name),
    headroom: check(
      'throttle-headroom',
      `Asked ${name} ${String(burst)} things at once and watched for "too many requests".`,
      name,
    ),
  };
}

function allowedText({ connection: { signer } }: OpenConnection, mailbox: ChosenMailbox): string {
  if (signer === null) return 'Exchange lets the application into the mailbox.';
  if (isOwn(signer, mailbox.id ?? mailbox.label)) return `It is the own mailbox of ${signer.address}.`;
  return `Exchange lets ${signer.address} open the mailbox: whatever is found there, zero included, is what there is.`;
}

function unreachable(begun: Begun, failure: Failure): MailboxOutcome {
  const rest = (because: string): readonly CheckResult[] => [begun.bytes.skip(because), begun.headroom.skip(because)];
  if (failure.kind === 'denied') {
    const results = [
      begun.reachable.skip('Exchange refuses before it says whether the mailbox is active.'),
      begun.allowed.failed(failure),
      ...rest('Exchange does not let the connection into the mailbox.'),
    ];
    return { results, bytes: 'refused' };
  }
  const results = [
    begun.reachable.failed(failure),
    begun.allowed.skip('The mailbox cannot be reached.'),
    ...rest('The mailbox cannot be reached.'),
  ];
  return { results, bytes: 'untried' };
}

function bytesResult(begun: ReturnType<typeof check>, read: ReadProof | Failure): CheckResult {
  if (read instanceof Failure) return begun.failed(read);
  const parts = [
    read.message === null ? 'no message to read' : `${String(read.message)} bytes of a message read`,
    read.attachment === null ? 'no attachment to read' : `${String(read.attachment)} bytes of an attachment read`,
    read.subfolder === null ? 'no sub-folder to read' : 'a sub-folder read',
  ];
  const cause = `${parts.join(', ')}.`;
  const said = `${cause.charAt(0).toUpperCase()}${cause.slice(1)}`;
  if (read.message !== null) return begun.pass({ cause: said });
  return begun.warn({
    cause: said,
    fix: [
      'Zero here means empty, not refused: the mailbox was listed. To see bytes read, name a mailbox that has mail.',
    ],
  });
}

function proofOf(read: ReadProof | Failure): BytesProof {
  if (read instanceof Failure) return isRefusal(read) ? 'refused' : 'untried';
  return read.message === null ? 'untried' : 'read';
}

async function headroom(
  open: OpenConnection,
  begun: ReturnType<typeof check>,
  asked: { id: string; signal: AbortSignal },
): Promise<CheckResult> {
  const probes = Array.from({ length: burst }, () =>
    attempt(probeMailbox(open.mailbox(asked.id), asked.id, asked.signal)),
  );
  const failed = (await Promise.all(probes)).find((answer) => answer instanceof Failure);
  const pauses = open.gate(asked.id).pauses;
  if (failed === undefined && pauses === 0) return begun.pass({ cause: 'The whole allowance of the mailbox is free.' });
  if (failed instanceof Failure && failed.kind !== 'throttled') return begun.failed(failed);
  return begun.warn({
    cause: 'Something else already uses the allowance of this application on this mailbox.',
    fix: [
      'Look for another program, or a Chainmail with another data folder, that has the same client id, and give it an app registration of its own.',
      'Collections work all the same, slower: Chainmail waits as long as the service says.',
    ],
    evidence: failed?.evidence ?? {},
  });
}

function describe({ label, person, note }: ChosenMailbox): string {
  const parts = ['The mailbox is active.'];
  if (note !== null) parts.push(note);
  if (person?.isLicensed === false) parts.push('It has no licence, which is not needed as long as it is active.');
  if (person !== null && note === null && person.address.toLowerCase() !== label.toLowerCase())
    parts.push(`Its address is ${person.address}.`);
  return parts.join(' ');
}
