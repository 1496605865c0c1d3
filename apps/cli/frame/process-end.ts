import { failed, type ExitCode } from '../exit-codes.ts';

const patienceMs = 2000;

/**
 * Ends the process with this code once everything is written and closed; a handle somebody forgot cannot hold it
 * up for longer than two seconds.
 */
export function exitWith(code: ExitCode): void {
  process.exitCode = code;
  setTimeout(() => process.exit(), patienceMs).unref();
}

/** A reader that went away (`| head`) ends the process quietly. */
export function endsOfPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(failed);
      throw error;
    });
  }
}
