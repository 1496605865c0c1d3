// Preloaded into the program that a launcher runs in its place. The descriptor named in our address is one end of a pipe;
// the other end closes when the launcher dies, however it dies. Then the program stops as it does on Ctrl-C.
import { Socket } from 'node:net';
import { isMainThread } from 'node:worker_threads';

// What the program starts itself, processes and threads, has no launcher.
process.execArgv = process.execArgv.filter((argument) => !argument.endsWith(import.meta.url));
if (isMainThread) {
  const descriptor = Number(new URL(import.meta.url).searchParams.get('descriptor'));
  const lifeline = new Socket({ fd: descriptor, readable: true, writable: false });
  lifeline.on('error', () => undefined);
  lifeline.once('close', () => process.kill(process.pid, 'SIGTERM'));
  lifeline.resume();
  lifeline.unref();
}
