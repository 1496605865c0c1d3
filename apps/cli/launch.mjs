import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** Signals handed on to the child. */
const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGWINCH', 'SIGCONT'];

/** A terminal and npm both deliver one Ctrl-C; what comes again within this time is the same key. */
const sameKeyMilliseconds = 400;

/** The child's end of the pipe by which it notices that we are gone; behind its input, output and errors. */
const lifeline = 3;

/** @param {readonly string[]} args */
function withLifeline(args) {
  const preloaded = new URL(`./stop-with-launcher.mjs?descriptor=${lifeline}`, import.meta.url);
  return [`--import=${preloaded.href}`, ...args];
}

/**
 * Runs a Node in our place and resolves with its exit code (128 + n when signal n ended it).
 * The child has a process group of its own, so a Ctrl-C reaches it through us: once. Where we are killed outright, it
 * stops all the same.
 *
 * @param {string} node absolute path of the Node
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
export function runInOurPlace(node, args, env) {
  return new Promise((resolve, reject) => {
    const stdio = ['inherit', 'inherit', 'inherit', 'pipe'];
    const child = spawn(node, withLifeline(args), { stdio, env, detached: true });
    // Nothing is written to it; it is there to be closed, and holds nobody up.
    child.stdio[lifeline]?.on('error', () => undefined).unref();
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
