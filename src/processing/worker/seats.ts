/** Somebody who works in a seat: a process that can fall. */
interface Worker {
  isAlive(): boolean;
  end(): Promise<void>;
}

/** A place for one process. Whoever has it has its process alone. */
export interface Seat<Held extends Worker> {
  /** The process in it; a fresh one when there is none or it has fallen. */
  process(): Promise<Held>;
}

export interface Seats<Held extends Worker> extends AsyncDisposable {
  /** Waits for a seat, first come, first served. */
  take(): Promise<Seat<Held>>;
  giveBack(seat: Seat<Held>): void;
}

/** So many places for processes, which start when they are first needed and end with the seats. */
export function createSeats<Held extends Worker>(size: number, start: () => Promise<Held>): Seats<Held> {
  const held = new Set<Held>();
  const idle = Array.from({ length: size }, () => createSeat(start, held));
  const waiting: ((seat: Seat<Held>) => void)[] = [];
  return {
    take() {
      const seat = idle.pop();
      return seat === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(seat);
    },
    giveBack(seat) {
      const next = waiting.shift();
      if (next === undefined) idle.push(seat);
      else next(seat);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...held].map((process) => process.end()));
    },
  };
}

function createSeat<Held extends Worker>(start: () => Promise<Held>, all: Set<Held>): Seat<Held> {
  let current: Held | null = null;
  return {
    async process() {
      if (current?.isAlive() === true) return current;
      if (current !== null) all.delete(current);
      current = await start();
      all.add(current);
      return current;
    },
  };
}
