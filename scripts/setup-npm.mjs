import { readFileSync } from 'node:fs';

/** How often we look whether npm is still there. */
const pollMilliseconds = 1000;

/**
 * Ends this process, as Ctrl-C does, when the npm that started it is killed outright: npm hands on signals it gets, but
 * that one it never sees. Started by something else, it goes on when that ends.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const isThere = npmWatch();
  const looking = setInterval(() => {
    if (isThere()) return;
    clearInterval(looking);
    process.kill(process.pid, 'SIGTERM');
  }, pollMilliseconds);
  looking.unref();
}

/** npm is our parent, or that of the shell between us: `sh -c script`. */
function npmWatch() {
  const parent = process.ppid;
  const hasShell = readProcess(parent, 'cmdline').split('\0')[1] === '-c';
  const npm = hasShell ? parentOf(parent) : null;
  return () => process.ppid === parent && (npm === null || parentOf(parent) === npm);
}

/** @param {number} process */
function parentOf(process) {
  // The second field, the name in parentheses, may hold anything.
  const fields = readProcess(process, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return fields[1] ?? '';
}

/**
 * What the system tells of a process; nothing where it tells nothing.
 *
 * @param {number} process
 * @param {string} file
 */
function readProcess(process, file) {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
