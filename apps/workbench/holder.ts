import { readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/**
 * Names this process in leases and packs: `host/process namespace/process id`. The namespace keeps apart containers
 * that share a host name but not their processes.
 */
export function holderName(): string {
  return `${hostname()}/${processNamespace()}/${String(process.pid)}`;
}

/** Whether a holder was a process of this machine that is gone. Of other machines nothing is known. */
export function isDeadHolder(holder: string): boolean {
  const at = holder.lastIndexOf('/');
  const pid = Number(holder.slice(at + 1));
  if (holder.slice(0, at) !== `${hostname()}/${processNamespace()}` || !Number.isSafeInteger(pid) || pid <= 0)
    return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    // Only Linux has them.
    return 'none';
  }
}
