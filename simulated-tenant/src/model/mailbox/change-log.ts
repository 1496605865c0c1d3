/** What happened to a folder, one entry per change, so that a delta can be answered from any point. */
export interface ChangeLog {
  generation(folder: number): number
  record(folder: number, item: number): void
  /** The items changed after `generation`, the latest change of each, oldest first; null when forgotten. */
  since(folder: number, generation: number): readonly number[] | null
  forget(folder: number): void
}

interface FolderLog {
  /** The generation before the first entry. */
  floor: number
  readonly items: number[]
}

export function changeLog(): ChangeLog {
  const logs = new Map<number, FolderLog>()
  function logOf(folder: number): FolderLog {
    const known = logs.get(folder)
    if (known !== undefined) return known
    const created = { floor: 0, items: [] }
    logs.set(folder, created)
    return created
  }
  const generationOf = (log: FolderLog): number => log.floor + log.items.length
  return {
    generation: (folder) => generationOf(logOf(folder)),
    record: (folder, item) => void logOf(folder).items.push(item),
    since(folder, generation) {
      const log = logOf(folder)
      if (generation < log.floor || generation > generationOf(log)) return null
      const changed = log.items.slice(generation - log.floor)
      return [...new Set(changed.reverse())].reverse()
    },
    forget(folder) {
      const log = logOf(folder)
      // One more than the current generation, so that the current one is forgotten as well.
      log.floor = generationOf(log) + 1
      log.items.length = 0
    },
  }
}
