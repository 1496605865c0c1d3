import { Worker } from 'node:worker_threads';

/**
 * Ends this process when it takes more memory than it may: buffers lie outside of the heap, whose limit does not bind
 * them, and a reader that fills them does not yield. Watched from a thread, which begins once and ends with the process.
 */
export function watchMemory(mebibytes: number): void {
  const watch = new Worker(watching, { eval: true, workerData: mebibytes * 1024 * 1024 });
  watch.unref();
}

/** As plain JavaScript: a thread of its own reads no TypeScript. */
const watching = `
const { writeSync } = require('node:fs');
const { workerData } = require('node:worker_threads');
const pause = new Int32Array(new SharedArrayBuffer(4));
for (;;) {
  if (process.memoryUsage.rss() > workerData) {
    writeSync(2, 'heap out of memory: buffers\\n');
    process.kill(process.pid, 'SIGKILL');
  }
  Atomics.wait(pause, 0, 0, 50);
}`;
