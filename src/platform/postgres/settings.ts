import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

export interface ServerOptions {
  /** Off only for tests: what is acknowledged must survive a power cut. */
  readonly durable: boolean;
  readonly socketFolder: string;
}

const MiB = 2 ** 20;

/** The server's settings, sized by the memory of the machine (or of its container). */
export function serverSettings(options: ServerOptions): string[] {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: options.socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: megabytes(share(8, 128, 2048)),
    effective_cache_size: megabytes(share(2, 512, 65_536)),
    work_mem: '16MB',
    maintenance_work_mem: megabytes(share(16, 128, 1024)),
    dynamic_shared_memory_type: roomyShm() ? 'posix' : 'mmap',
    // One server without replicas: the log need only be good enough for recovery.
    wal_level: 'minimal',
    max_wal_senders: '0',
    wal_compression: 'on',
    min_wal_size: '160MB',
    max_wal_size: '2GB',
    random_page_cost: '1.1',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Errors, statements, details of violated constraints and parameters hold what was collected: none is logged.
    log_min_messages: 'log',
    log_checkpoints: 'off',
    log_autovacuum_min_duration: '-1',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
  };
  if (!options.durable) Object.assign(settings, { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' });
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function share(part: number, least: number, most: number): number {
  const limit = process.constrainedMemory();
  const memory = limit > 0 ? Math.min(limit, totalmem()) : totalmem();
  return Math.round(Math.min(most, Math.max(least, memory / part / MiB)));
}

function megabytes(amount: number): string {
  return `${amount}MB`;
}

// Containers often have 64 MiB of /dev/shm, too little for a parallel query.
function roomyShm(): boolean {
  if (process.platform !== 'linux') return true;
  try {
    const { blocks, bsize } = statfsSync('/dev/shm');
    return blocks * bsize >= 512 * MiB;
  } catch {
    return false;
  }
}
