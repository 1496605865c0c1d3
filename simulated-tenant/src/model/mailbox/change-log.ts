/** An item that changed, and the mutable id it was known by in this folder. */
export interface LoggedChange {
  readonly number: number;
  readonly mutableId: string;
}

/** What happened to a folder, one entry per change, so that a delta can be answered from any point. */
export interface ChangeLog {
  generation(folder: number): number;
  record(folder: number, change: LoggedChange): void;
  /** The items changed after `generation`, the latest change of each, oldest first; null when forgotten. */
  since(folder: number, generation: number): readonly LoggedChange[] | null;
  forget(folder: number): void;
}

interface FolderLog {
  /** The generation before the first entry. */
  floor: number;
  readonly changes: LoggedChange[];
}

export function changeLog(): ChangeLog {
  const logs = new Map<number, FolderLog>();
  function logOf(folder: number): FolderLog {
    const known = logs.get(folder);
    if (known !== undefined) return known;
    const created = { floor: 0, changes: [] };
    logs.set(folder, created);
    return created;
  }
  const generationOf = (log: FolderLog): number => log.floor + log.changes.length;
  return {
    generation: (folder) => generationOf(logOf(folder)),
    record: (folder, change) => void logOf(folder).changes.push(change),
    since(folder, generation) {
      const log = logOf(folder);
      if (generation < log.floor || generation > generationOf(log)) return null;
      const changed = log.changes.slice(generation - log.floor);
      const latest = new Map(changed.map((change) => [change.number, change]));
      return changed.filter((change) => latest.get(change.number) === change);
    },
    forget(folder) {
      const log = logOf(folder);
      // One more than the current generation, so that the current one is forgotten as well.
      log.floor = generationOf(log) + 1;
      log.changes.length = 0;
    },
  };
}
