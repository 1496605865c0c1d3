import { Failure, type FailureKind } from '#evidence';
import { errorCode } from './file-system.ts';

interface Translation {
  readonly kind: FailureKind;
  readonly code: string;
  readonly cause: string;
  readonly fix: string;
}

const permissions = 'Let the user Chainmail runs as read and write the folder of the vault.';

/** What the operating system says, when it is seen, and what to do about it. */
const translations: Readonly<Record<string, Translation>> = {
  // No space, or the user's quota is used up.
  ENOSPC: {
    kind: 'denied',
    code: 'vault-disk-full',
    cause: 'the disk is full',
    fix: 'Free space on the disk of the vault, then run again: what was not sealed is fetched again.',
  },
  EDQUOT: {
    kind: 'denied',
    code: 'vault-disk-full',
    cause: 'the disk quota is used up',
    fix: 'Raise the quota of the user Chainmail runs as, then run again.',
  },
  EACCES: { kind: 'denied', code: 'vault-no-access', cause: 'access is denied', fix: permissions },
  EPERM: { kind: 'denied', code: 'vault-no-access', cause: 'it is not permitted', fix: permissions },
  // Also what a disk turns into after an error.
  EROFS: {
    kind: 'denied',
    code: 'vault-read-only',
    cause: 'the file system is read-only',
    fix: 'Mount the disk of the vault for writing; look for disk errors in the system log first.',
  },
  EFBIG: {
    kind: 'denied',
    code: 'vault-file-too-large',
    cause: 'the file system allows no larger file',
    fix: 'Put the vault on a file system without that limit.',
  },
  EMFILE: {
    kind: 'unavailable',
    code: 'vault-files-open',
    cause: 'too many files are open',
    fix: 'Raise the limit of open files (ulimit -n).',
  },
  ENFILE: {
    kind: 'unavailable',
    code: 'vault-files-open',
    cause: 'too many files are open',
    fix: 'Raise the limit of open files of the machine.',
  },
  EEXIST: {
    kind: 'conflict',
    code: 'vault-pack-exists',
    cause: 'it is already there',
    fix: 'Nothing was overwritten. Run `chainmail vault tidy`.',
  },
  ENOENT: {
    kind: 'not-found',
    code: 'vault-pack-missing',
    cause: 'it is not there',
    fix: 'Run `chainmail vault verify`; restore the pack from a backup.',
  },
  ENOTDIR: {
    kind: 'not-found',
    code: 'vault-pack-missing',
    cause: 'it is not there',
    fix: 'Run `chainmail vault verify`; restore the pack from a backup.',
  },
};

const faulty: Translation = {
  kind: 'unavailable',
  code: 'vault-disk-error',
  cause: 'the disk failed',
  fix: 'Check the disk of the vault and the system log.',
};

/** An error of the operating system as a Failure; a Failure is passed on as it is. */
export function diskFailure(thrown: unknown, what: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = errorCode(thrown);
  if (code === null)
    return new Failure('bug', `${what} failed: ${String(thrown)}`, { code: 'vault-unexpected', cause: thrown });
  const { kind, code: ours, cause, fix } = translations[code] ?? faulty;
  return new Failure(kind, `${what} failed: ${cause} (${code}).`, { code: ours, fix, cause: thrown });
}

/** Runs disk work; whatever it throws comes out as a Failure. */
export async function onDisk<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw diskFailure(thrown, what);
  }
}
