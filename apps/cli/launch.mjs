import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Signals handed on to the child. */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'];

/** A terminal and npm both deliver one Ctrl-C; what comes again within this time is the same key. */
const sameKeyMilliseconds = 400;

/**
 * Runs a program in our place and resolves with its exit code (128 + n when signal n ended it).
 * The child has a process group of its own, so a Ctrl-C reaches it through us: once.
 *
 * @param {string} program absolute path
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runInOurPlace(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', env, detached: true });
    const lastSent = new Map();
    const forward = (signal) => {
      const now = Date.now();
      if (now - (lastSent.get(signal) ?? 0) < sameKeyMilliseconds) return;
      lastSent.set(signal, now);
      child.kill(signal);
    };
    const suspend = () => {
      child.kill('SIGSTOP');
      process.kill(process.pid, 'SIGSTOP');
    };
    const stopForwarding = () => {
      for (const signal of forwarded) process.off(signal, forward);
      process.off('SIGTSTP', suspend);
    };
    for (const signal of forwarded) process.on(signal, forward);
    process.on('SIGTSTP', suspend);
    child.once('error', (error) => {
      stopForwarding();
      reject(error);
    });
    child.once('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
