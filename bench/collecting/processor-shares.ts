import { readdir, readFile } from 'node:fs/promises';

/** Seconds of processor that each of the parties took. */
export interface Shares {
  readonly own: number;
  readonly tenant: number;
  readonly postgres: number;
}

/** Who is measured beside this process. */
export interface Parties {
  readonly tenant: number;
  readonly postgres: number;
}

const ticksPerSecond = 100;

/** Runs work and says how much processor this process, the simulated tenant and Postgres took meanwhile. */
export async function withShares<T>(
  parties: Parties,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly shares: Shares }> {
  const before = await readShares(parties);
  const value = await work();
  const after = await readShares(parties);
  return {
    value,
    shares: {
      own: after.own - before.own,
      tenant: after.tenant - before.tenant,
      postgres: after.postgres - before.postgres,
    },
  };
}

/** The shares as words. */
export function sharesInWords({ own, tenant, postgres }: Shares): string {
  return `processor seconds: collector ${own.toFixed(1)}, simulated tenant ${tenant.toFixed(1)}, Postgres ${postgres.toFixed(1)}`;
}

async function readShares({ tenant, postgres }: Parties): Promise<Shares> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = (await Promise.all(all.map(readStat))).filter((stat) => stat !== null);
  const of = (pid: number): number => stats.find((stat) => stat.pid === pid)?.seconds ?? 0;
  const server = stats.find((stat) => stat.pid === postgres);
  const workers = stats.filter((stat) => stat.parent === postgres).reduce((sum, stat) => sum + stat.seconds, 0);
  const database = (server?.seconds ?? 0) + (server?.ofEnded ?? 0) + workers;
  return { own: of(process.pid), tenant: of(tenant), postgres: database };
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly seconds: number;
  /** Of its children that ended. */
  readonly ofEnded: number;
}

/** proc(5): the fields behind the name in brackets; null for a process that is gone. */
async function readStat(pid: string): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  if (text === null) return null;
  const fields = text
    .slice(text.lastIndexOf(') ') + 2)
    .split(' ')
    .map(Number);
  const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [1, 11, 12, 13, 14].map(
    (place) => fields[place],
  );
  return {
    pid: Number(pid),
    parent,
    seconds: (user + system) / ticksPerSecond,
    ofEnded: (endedUser + endedSystem) / ticksPerSecond,
  };
}
