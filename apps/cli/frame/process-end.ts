import type { EventEmitter } from 'node:events';
import type { ExitCode } from '../exit-codes.ts';

const patienceMs = 2000;
const goneAway = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED']);

/**
 * Ends the process with this code once everything is written and closed; a handle somebody forgot cannot hold it
 * up for longer than two seconds.
 */
export function exitWith(code: ExitCode): void {
  process.exitCode = code;
  setTimeout(() => process.exit(), patienceMs).unref();
}

/**
 * A reader that went away (`| head`, a terminal that was closed) stops the output, not the work: what was begun comes to
 * its end, and the exit code is that of the work.
 */
export function endsOfPipe(streams: readonly EventEmitter[] = [process.stdout, process.stderr]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!goneAway.has(error.code ?? '')) throw error;
    });
  }
}
