/** One request as it was answered. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly bytes: number;
  readonly requestId: string;
  /** Client id of the caller, once known. */
  readonly appId: string | null;
  /** `personId` or `personId/archive` for mailbox requests. */
  readonly mailbox: string | null;
  readonly faults: readonly string[];
}

/** A ring of the newest requests, with counters that never forget. */
export interface RequestLog {
  add(entry: LoggedRequest): void;
  /** Oldest first; at most the ring's size. */
  entries(): readonly LoggedRequest[];
  /** All requests since the start or the last clear, by status. */
  counts(): { readonly total: number; readonly byStatus: Readonly<Record<string, number>> };
  clear(): void;
}

export function createRequestLog(size: number): RequestLog {
  let ring: LoggedRequest[] = [];
  let next = 0;
  let total = 0;
  let byStatus = new Map<number, number>();
  return {
    add(entry) {
      total += 1;
      byStatus.set(entry.status, (byStatus.get(entry.status) ?? 0) + 1);
      if (size === 0) return;
      ring[next] = entry;
      next = (next + 1) % size;
    },
    entries() {
      return ring.length < size ? [...ring] : [...ring.slice(next), ...ring.slice(0, next)];
    },
    counts() {
      return { total, byStatus: Object.fromEntries([...byStatus].map(([status, count]) => [String(status), count])) };
    },
    clear() {
      ring = [];
      next = 0;
      total = 0;
      byStatus = new Map();
    },
  };
}
