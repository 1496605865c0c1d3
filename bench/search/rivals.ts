import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Rival {
  readonly name: 'notmuch' | 'mu';
  /** Seconds from files to a finished index; or why there is none. */
  readonly outcome: { readonly seconds: number; readonly version: string } | { readonly skipped: string };
}

/** The version of an installed program; null when it is not there. */
async function versionOf(program: string): Promise<string | null> {
  try {
    const { stdout } = await run(program, ['--version']);
    return /\d+(?:\.\d+)+/.exec(stdout)?.[0] ?? 'unknown';
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw error;
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1000;
}

/** Indexes a maildir with Debian's notmuch, parsing included. */
export async function indexWithNotmuch(folder: string, maildir: string): Promise<Rival> {
  const version = await versionOf('notmuch');
  if (version === null) return { name: 'notmuch', outcome: { skipped: 'notmuch is not installed' } };
  const config = join(folder, 'notmuch-config');
  await writeFile(
    config,
    `[database]\npath=${maildir}\n[user]\nname=Bench\nprimary_email=bench@company.example\n[maildir]\nsynchronize_flags=false\n`,
  );
  const env = { ...process.env, NOTMUCH_CONFIG: config };
  const seconds = await timed(() => run('notmuch', ['new', '--quiet', '--no-hooks'], { env }));
  await rm(join(maildir, '.notmuch'), { recursive: true });
  return { name: 'notmuch', outcome: { seconds, version } };
}

/** Indexes a maildir with Debian's mu, parsing included. */
export async function indexWithMu(folder: string, maildir: string): Promise<Rival> {
  const version = await versionOf('mu');
  if (version === null) return { name: 'mu', outcome: { skipped: 'mu is not installed' } };
  const home = join(folder, 'mu');
  await mkdir(home, { recursive: true });
  await run('mu', ['init', '--quiet', `--muhome=${home}`, `--maildir=${maildir}`]);
  const seconds = await timed(() => run('mu', ['index', '--quiet', `--muhome=${home}`]));
  return { name: 'mu', outcome: { seconds, version } };
}
