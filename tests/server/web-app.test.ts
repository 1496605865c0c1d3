import { expect, test } from 'vitest';
import { builtWebApp, testServer } from './rig.ts';

test('the server hands out the browser application, by the address of any of its pages', async () => {
  await using server = await testServer({ webFolder: await builtWebApp() });
  const browser = server.browser();
  const first = await browser.get('/');
  const deep = await browser.get('/matters/11111111-1111-4111-8111-111111111111/members?x=1');
  expect([first.status, deep.status]).toEqual([200, 200]);
  expect(deep.text).toBe(first.text);
  expect(first.headers.get('cache-control')).toBe('no-cache');
  expect(first.headers.get('content-security-policy')).toContain("default-src 'self'");
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(first.text)?.[1] ?? '';
  const asset = await browser.get(script, { 'accept-encoding': 'br' });
  expect(asset.status).toBe(200);
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-encoding')).toBe('br');
});

test('an address of the API that is not there stays a problem, and no file outside the application is handed out', async () => {
  await using server = await testServer({ webFolder: await builtWebApp() });
  const browser = server.browser();
  expect(await browser.get('/api/v1/nothing')).toMatchObject({ status: 404 });
  for (const path of ['/.built-from', '/.vite/manifest.json', '/assets/..%2f.built-from', '/%2e%2e/package.json']) {
    const answer = await browser.get(path);
    expect(answer.text.includes('<div id="app">') || answer.status === 404, path).toBe(true);
  }
});
