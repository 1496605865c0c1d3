import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessTable } from '../../apps/server/access-table.ts';
import { describeApi } from '../../apps/server/describe-api.ts';
import type { AccessRule } from '#access';
import { newId } from '#platform';
import { testServer, type Answer, type Browser, type TestServer } from './rig.ts';

const rules: Readonly<Record<string, AccessRule | undefined>> = accessTable;

interface Role {
  readonly name: string;
  readonly instance: string;
  readonly matter: string | null;
}

const roles: readonly Role[] = [
  { name: 'nobody', instance: '', matter: null },
  { name: 'member', instance: 'member', matter: null },
  { name: 'administrator', instance: 'administrator', matter: null },
  { name: 'auditor', instance: 'auditor', matter: null },
  { name: 'case-manager', instance: 'member', matter: 'case-manager' },
  { name: 'uploader', instance: 'member', matter: 'uploader' },
  { name: 'reviewer', instance: 'member', matter: 'reviewer' },
  { name: 'auditor of the matter', instance: 'member', matter: 'auditor' },
];

interface Route {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

const described = (await describeApi()) as Described;
const routes: readonly Route[] = Object.entries(described.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { operationId }]) => ({
    operation: operationId,
    method: method.toUpperCase(),
    path,
  })),
);
/** Pages beside the API. */
const pages = ['readHealth', 'readReadiness', 'readErrorsPage', 'readMetrics', 'readWebApp'];
const refusals = ['sign-in-needed', 'not-allowed', 'no-matter', 'password-change-needed'];

let server: TestServer;
let matter = '';
let other = '';
const browsers = new Map<string, Browser>();

beforeAll(async () => {
  server = await testServer();
  const ana = await server.administrator();
  const makeMatter = async (name: string): Promise<string> =>
    String((await ana.post('/api/v1/matters', { name })).body.id);
  [matter, other] = [await makeMatter('Smith v. Acme'), await makeMatter('Walls have no ears')];
  for (const [index, role] of roles.entries()) {
    if (role.instance === '') {
      browsers.set(role.name, server.browser());
      continue;
    }
    const person = await server.person({ name: `Person${String(index)}`, instanceRole: role.instance });
    browsers.set(role.name, person.browser);
    if (role.matter !== null)
      await ana.ask('PUT', `/api/v1/matters/${matter}/members/${person.id}`, { body: { role: role.matter } });
  }
}, 120_000);
afterAll(() => server[Symbol.asyncDispose]());

function ask(role: Role, { method, path }: Route, inMatter = matter): Promise<Answer> {
  const filled = path.replace('{matter}', inMatter).replaceAll(/\{[^}]+\}/g, () => newId());
  return browsers.get(role.name)!.ask(method, filled, method === 'GET' || method === 'DELETE' ? {} : { body: {} });
}

/** What the guard refused a request with; null when it let it through to its route. */
function refusalOf({ text, status }: Answer): string | null {
  const code = status < 400 ? '' : String((JSON.parse(text) as { code: string }).code);
  return refusals.includes(code) ? code : null;
}

const ofThing = /\/(collections|jobs|exports)\/\{id\}/;

function expected(rule: AccessRule, role: Role, path: string): string | null {
  if (rule.who === 'anybody') return null;
  if (role.instance === '') return 'sign-in-needed';
  if (rule.who === 'everybody') return null;
  const isInstanceAllowed = (rule.instance as readonly string[]).includes(role.instance);
  // What is not there is in no matter that anybody is a member of.
  if (ofThing.test(path)) return isInstanceAllowed ? null : 'no-matter';
  const isAllowed =
    isInstanceAllowed || (role.matter !== null && (rule.matter as readonly string[]).includes(role.matter));
  if (isAllowed) return null;
  return path.includes('{matter}') && role.matter === null ? 'no-matter' : 'not-allowed';
}

test('every route has a row, and every row a route', () => {
  expect(routes.map(({ operation }) => operation).filter((operation) => rules[operation] === undefined)).toEqual([]);
  const known = new Set([...routes.map(({ operation }) => operation), ...pages]);
  expect(Object.keys(accessTable).filter((operation) => !known.has(operation))).toEqual([]);
  expect(routes.length).toBeGreaterThan(30);
});

describe.each(roles)('as $name', (role) => {
  // It would end the session the walk goes on with.
  const walked = routes.filter(
    // The stream of collections ends with its reader only.
    ({ operation }) => role.instance === '' || (operation !== 'signOut' && operation !== 'followCollections'),
  );

  test('every route answers as the table says', async () => {
    const wrong: string[] = [];
    for (const route of walked) {
      const found = refusalOf(await ask(role, route));
      const right = expected(rules[route.operation]!, role, route.path);
      if (found !== right) wrong.push(`${route.operation}: ${String(found)} in place of ${String(right)}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);

  test('another matter is not there', async () => {
    const inside = walked.filter(({ path }) => path.includes('{matter}'));
    expect(inside.length).toBeGreaterThan(4);
    const isKnown = ['administrator', 'auditor', ''].includes(role.instance);
    for (const route of inside) {
      if (isKnown) continue;
      const [walled, invented] = [await ask(role, route, other), await ask(role, route, newId())];
      expect([route.operation, walled.status, refusalOf(walled)]).toEqual([route.operation, 404, 'no-matter']);
      expect(withoutInstance(walled.text)).toBe(withoutInstance(invented.text));
    }
  });
});

test('roles allow what their names say and no more', async () => {
  const allowed = (name: string): string[] => {
    const role = roles.find((one) => one.name === name)!;
    return routes
      .filter(({ operation, path }) => expected(rules[operation]!, role, path) === null)
      .map(({ operation }) => operation);
  };
  const changes = routes.filter(({ method }) => method !== 'GET').map(({ operation }) => operation);
  // Verifying looks again and changes nothing.
  const isChange = (operation: string): boolean => changes.includes(operation) && !operation.startsWith('verify');
  const own = Object.entries(accessTable)
    .filter(([, rule]) => rule.who !== 'roles')
    .map(([operation]) => operation);
  for (const name of ['auditor', 'auditor of the matter'])
    expect(allowed(name).filter((operation) => isChange(operation) && !own.includes(operation))).toEqual([]);
  for (const name of ['member', 'case-manager', 'uploader', 'reviewer', 'auditor of the matter'])
    expect(allowed(name)).not.toEqual(expect.arrayContaining(['invitePerson']));
  expect(allowed('uploader')).toEqual(expect.arrayContaining(['listCustodians', 'beginConnectionSignIn']));
  for (const hidden of ['listMembers', 'listAudit', 'listPeople', 'createConnection', 'createMatter'])
    expect(allowed('uploader')).not.toContain(hidden);
  for (const hidden of ['listConnections', 'listMailboxes', 'createCustodian', 'saveMember'])
    expect(allowed('reviewer')).not.toContain(hidden);
});

test('lists and the audit trail hold nothing of a matter that is not theirs', async () => {
  const outsiders = roles.filter(({ instance, matter: role }) => instance === 'member' && role !== null);
  for (const { name } of outsiders) {
    const browser = browsers.get(name)!;
    const seen = [
      await browser.get('/api/v1/matters'),
      await browser.get('/api/v1/me'),
      await browser.get('/api/v1/audit?limit=200'),
    ];
    for (const { text } of seen) {
      expect(text).not.toContain(other);
      expect(text).not.toContain('Walls have no ears');
    }
    expect(seen[0]!.text).toContain(matter);
  }
  const auditor = browsers.get('auditor of the matter')!;
  expect((await auditor.get('/api/v1/audit')).text).toContain('member.saved');
  expect((await auditor.get(`/api/v1/audit?matter=${other}`)).status).toBe(404);
  expect((await auditor.get('/api/v1/audit/export?format=csv')).text).not.toContain(other);
  expect((await browsers.get('auditor')!.get('/api/v1/audit?limit=200')).text).toContain(other);
});

test('an uploader sees custodians without what was collected for them, and adds some only when allowed', async () => {
  const [uploader, manager] = [browsers.get('uploader')!, browsers.get('case-manager')!];
  const path = `/api/v1/matters/${matter}/custodians`;
  expect((await manager.post(path, { name: 'Ana Ferro' })).status).toBe(201);
  expect((await uploader.get(path)).body.items).toMatchObject([{ name: 'Ana Ferro', mailboxes: null, items: null }]);
  expect((await manager.get(path)).body.items).toMatchObject([{ name: 'Ana Ferro', mailboxes: [], items: 0 }]);
  expect(await uploader.post(path, { name: 'Bo' })).toMatchObject({ status: 403, body: { code: 'no-new-custodians' } });
  const id = String((await uploader.get('/api/v1/me')).body.person?.id);
  const body = { role: 'uploader', mayCreateCustodians: true };
  await manager.ask('PUT', `/api/v1/matters/${matter}/members/${id}`, { body });
  expect((await uploader.post(path, { name: 'Bo' })).status).toBe(201);
  expect(await manager.post(path, { name: 'Bo' })).toMatchObject({
    status: 409,
    body: { code: 'custodian-name-taken' },
  });
});

test('an administrator sees a matter from inside only after adding themselves, and the trail says so', async () => {
  const administrator = browsers.get('administrator')!;
  const id = String((await administrator.get('/api/v1/me')).body.person?.id);
  const path = `/api/v1/matters/${matter}/custodians`;
  expect((await administrator.get(path)).status).toBe(404);
  await administrator.ask('PUT', `/api/v1/matters/${matter}/members/${id}`, { body: { role: 'reviewer' } });
  expect((await administrator.get(path)).status).toBe(200);
  expect((await administrator.get('/api/v1/audit?action=member.saved&limit=1')).body.items).toMatchObject([
    { actor: expect.stringContaining('person:') as unknown, subject: { matter, person: id, role: 'reviewer' } },
  ]);
  await administrator.ask('DELETE', `/api/v1/matters/${matter}/members/${id}`);
  expect((await administrator.get(path)).status).toBe(404);
});

test('the audit trail is verified on request, filtered, and exported as it is', async () => {
  const auditor = browsers.get('auditor')!;
  expect((await auditor.get('/api/v1/audit/verify')).body).toMatchObject({ intact: true });
  expect((await auditor.get('/api/v1/audit/head')).body.text).toContain('chainmail-audit-head-1');
  const signIns = (await auditor.get('/api/v1/audit?action=person.signed-in&actor=ANA%40&limit=200')).body
    .items as unknown as { actor: string; action: string }[];
  expect(signIns.length).toBeGreaterThan(0);
  for (const entry of signIns)
    expect(entry).toMatchObject({ actor: 'person:ana@firm.example', action: 'person.signed-in' });
  const lines = (await auditor.get('/api/v1/audit/export?format=csv&action=matter.')).text.trim().split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines[0]).toBe('seq,at,actor,action,subject,hash');
});

function withoutInstance(text: string): string {
  return text.replace(/urn:uuid:[0-9a-f-]+/, '');
}
