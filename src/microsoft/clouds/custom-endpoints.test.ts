import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import { cloudNames, clouds } from './cloud.ts';
import { chooseCloud } from './custom-endpoints.ts';

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'nothing was thrown',
    (error: unknown) => (error instanceof Failure ? error.code : String(error)),
  );
}

describe('the cloud of a connection', () => {
  it('is global unless another is named', async () => {
    expect(await chooseCloud({})).toBe(clouds.global);
    for (const name of cloudNames) expect((await chooseCloud({ cloud: name })).name).toBe(name);
    expect(await codeOf(chooseCloud({ cloud: 'germany' }))).toBe('bad-endpoints');
  });

  it('asks tokens for its own Graph host, and every address is https', () => {
    for (const name of cloudNames) {
      const cloud = clouds[name];
      expect(cloud.graphAudience).toBe(cloud.graph);
      expect(new URL(cloud.login).protocol).toBe('https:');
      expect(new URL(cloud.graph).protocol).toBe('https:');
    }
    expect(clouds.gcc.graph).toBe(clouds.global.graph);
    expect(clouds.dod.graph).not.toBe(clouds['gcc-high'].graph);
  });

  it('may be one address that serves sign-in and Graph, in the clear on the loopback only', async () => {
    expect(await chooseCloud({ endpoints: 'http://127.0.0.1:4000/' })).toMatchObject({
      name: 'custom',
      login: 'http://127.0.0.1:4000',
      graph: 'http://127.0.0.1:4000',
      graphAudience: 'https://graph.microsoft.com',
    });
    expect((await chooseCloud({ endpoints: 'https://tenant.example' })).graph).toBe('https://tenant.example');
    for (const endpoints of [
      'http://tenant.example',
      'http://127.0.0.1.tenant.example',
      'http://10.0.0.1',
      'ftp://127.0.0.1',
      'https://user:secret@tenant.example',
      'https://tenant.example/path',
    ]) {
      expect(await codeOf(chooseCloud({ endpoints })), endpoints).toBe('bad-endpoints');
    }
    expect(await codeOf(chooseCloud({ endpoints: 'https://tenant.example', cloud: 'china' }))).toBe('bad-endpoints');
  });

  it('may be a file of addresses', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chainmail-endpoints-'));
    try {
      const path = join(folder, 'endpoints.json');
      await writeFile(
        path,
        JSON.stringify({
          login: 'https://login.example',
          graph: 'https://graph.example',
          graphAudience: 'https://graph.example',
        }),
      );
      expect(await chooseCloud({ endpoints: path })).toMatchObject({
        login: 'https://login.example',
        graphAudience: 'https://graph.example',
      });
      await writeFile(path, '{"login": "https://login.example"}');
      expect(await codeOf(chooseCloud({ endpoints: path }))).toBe('bad-endpoints');
      await writeFile(path, 'not JSON');
      expect(await codeOf(chooseCloud({ endpoints: path }))).toBe('bad-endpoints');
      expect(await codeOf(chooseCloud({ endpoints: join(folder, 'none.json') }))).toBe('bad-endpoints');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
