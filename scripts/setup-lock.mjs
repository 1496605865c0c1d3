import { hostname } from 'node:os';
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

/** A holder on another machine or in another container shows that it lives by touching the lock. */
const touchMilliseconds = 2_000;
const staleMilliseconds = 30_000;
const lookAgainMilliseconds = 300;

/**
 * Does work that only one process may do at a time; others wait.
 * A lock whose holder died is taken over.
 *
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, work) {
  const own = JSON.stringify({ host: hostname(), pid: process.pid, nonce: randomUUID() });
  let isWaiting = false;
  while (!take(path, own)) {
    if (!isWaiting) process.stderr.write('setup: waiting for another set-up in this folder …\n');
    isWaiting = true;
    await new Promise((resolve) => setTimeout(resolve, lookAgainMilliseconds));
  }
  const ticker = setInterval(() => touch(path), touchMilliseconds);
  const release = () => {
    if (read(path) === own) rmSync(path, { force: true });
  };
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(ticker);
    process.off('exit', release);
    release();
  }
}

function take(path, own) {
  try {
    writeFileSync(path, own, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const found = read(path);
  if (found !== null && isStale(path, found)) remove(path, found);
  return false;
}

function isStale(path, found) {
  const age = ageOf(path);
  if (age === null || age < touchMilliseconds) return false;
  const holder = parse(found);
  if (holder !== null && holder.host === hostname() && !isAlive(holder.pid)) return true;
  return age > staleMilliseconds;
}

/** Two waiters may both judge a lock stale; the second must not remove the first one's new lock. */
function remove(path, judged) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) === judged) rmSync(aside, { force: true });
  else renameSync(aside, path);
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(path) {
  return unlessGone(() => readFileSync(path, 'utf8'));
}

function ageOf(path) {
  return unlessGone(() => Date.now() - statSync(path).mtimeMs);
}

function touch(path) {
  unlessGone(() => utimesSync(path, new Date(), new Date()));
}

function unlessGone(look) {
  try {
    return look();
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
