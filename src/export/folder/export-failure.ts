import { Failure } from '#evidence';

/** What the operating system says while an export is written; a Failure is passed on as it is. */
export function exportFailure(thrown: unknown, folder: string): Failure {
  if (thrown instanceof Failure) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Failure('denied', `The disk of ${folder} is full (${code}).`, {
      code: 'export-disk-full',
      fix: 'Make room and run the same export again: it goes on where it stopped.',
      cause: thrown,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Failure('denied', `${folder} cannot be written to (${code}).`, {
      code: 'export-no-access',
      fix: 'Choose a folder that you may write to.',
      cause: thrown,
    });
  }
  if (code === 'ENAMETOOLONG') {
    return new Failure('malformed', `The paths below ${folder} get too long for this file system.`, {
      code: 'export-path-too-long',
      fix: 'Export to a folder nearer to the top, with a shorter name.',
      cause: thrown,
    });
  }
  return new Failure(
    'unavailable',
    `Writing to ${folder} failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    {
      code: 'export-disk-error',
      fix: 'Run the same export again: it goes on where it stopped.',
      cause: thrown,
    },
  );
}
