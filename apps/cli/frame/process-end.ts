import type { ExitCode } from '../exit-codes.ts';

const patienceMs = 2000;

/**
 * Ends the process with this code once everything is written and closed; a handle somebody forgot cannot hold it
 * up for longer than two seconds.
 */
export function exitWith(code: ExitCode): void {
  process.exitCode = code;
  setTimeout(() => process.exit(), patienceMs).unref();
}

/**
 * A reader that went away (`| head`) stops the output, not the work: what was begun comes to its end, and the exit code
 * is that of the work.
 */
export function endsOfPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
    });
  }
}
