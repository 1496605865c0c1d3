import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const launcher = fileURLToPath(new URL('../../../apps/cli/chainmail.mjs', import.meta.url));

/** Disposing of it stops it as an operator would, unless it has ended. */
export interface Served extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly url: string;
}

/** `chainmail serve` as a process of its own, once it listens. */
export async function serve(of: { data: string; databaseUrl: string; port?: string }): Promise<Served> {
  const { data, databaseUrl, port = '0' } = of;
  const env = { ...process.env, CHAINMAIL_DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [launcher, 'serve', '--port', port, '--data', data, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const piece of child.stdout as AsyncIterable<Buffer>) {
    text += piece.toString();
    if (text.includes('\n')) break;
  }
  const { url } = JSON.parse(text.split('\n')[0]!) as { url: string };
  return {
    child,
    url,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
