import { Failure } from '#evidence';
import { errorCode } from './file-system.ts';

/**
 * What the operating system says as a Failure, with what to do about it; a Failure is passed on as it is.
 * Kinds: `denied` (a person must make room or grant something), `unavailable` (the disk), `conflict` (something is
 * there already), `not-found`.
 */
export function diskFailure(thrown: unknown, what: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = errorCode(thrown);
  switch (code) {
    case null:
      return new Failure('bug', `${what} failed: ${String(thrown)}`, { code: 'vault-unexpected', cause: thrown });
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('denied', `${what} failed: the disk is full, or a quota is used up (${code}).`, {
        code: 'vault-disk-full',
        fix: 'Make room on the disk of the vault, then run again: what was not sealed is fetched again.',
        cause: thrown,
      });
    case 'EACCES':
    case 'EPERM':
      return new Failure('denied', `${what} failed: access is denied (${code}).`, {
        code: 'vault-no-access',
        fix: 'Let the user Chainmail runs as read and write the folder of the vault.',
        cause: thrown,
      });
    case 'EROFS':
      // Also what a disk turns into after an error.
      return new Failure('denied', `${what} failed: the file system is read-only.`, {
        code: 'vault-read-only',
        fix: 'Look for disk errors in the system log, then mount the disk of the vault for writing.',
        cause: thrown,
      });
    default:
      return lessCommon(thrown, what, code);
  }
}

function lessCommon(thrown: unknown, what: string, code: string): Failure {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new Failure('not-found', `${what} failed: it is not there.`, {
        code: 'vault-pack-missing',
        fix: 'Run `chainmail vault verify`; restore the pack from a backup.',
        cause: thrown,
      });
    case 'EEXIST':
      return new Failure('conflict', `${what} failed: it is already there.`, {
        code: 'vault-pack-exists',
        fix: 'Nothing was overwritten. Run `chainmail vault tidy`.',
        cause: thrown,
      });
    case 'EMFILE':
    case 'ENFILE':
      return new Failure('unavailable', `${what} failed: too many files are open (${code}).`, {
        code: 'vault-files-open',
        fix: 'Raise the limit of open files (ulimit -n).',
        cause: thrown,
      });
    default:
      return new Failure('unavailable', `${what} failed: the disk gave the error ${code}.`, {
        code: 'vault-disk-error',
        fix: 'Check the disk of the vault and the system log, then run again.',
        cause: thrown,
      });
  }
}

/** Runs disk work; whatever it throws comes out as a Failure. */
export async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw diskFailure(thrown, what);
  }
}
