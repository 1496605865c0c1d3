import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { appNamed, signedIn, type Client } from '../../tests/signed-in.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../start.ts';

const csdl = fileURLToPath(new URL('../../../../shared/reference/graph/graph-v1.0.csdl.xml.gz', import.meta.url));
const present = existsSync(csdl);

interface GraphType {
  readonly base: string | undefined;
  /** Property name → type, collections unwrapped. */
  readonly properties: ReadonlyMap<string, string>;
}

let types: ReadonlyMap<string, GraphType>;
let simulated: SimulatedTenant;
let client: Client;
let mail: string;
beforeAll(async () => {
  if (!present) return;
  types = readTypes(gunzipSync(readFileSync(csdl)).toString('utf8'));
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  appNamed(simulated, 'chainmail').roles = {
    graph: ['Directory.Read.All', 'Mail.Read', 'MailboxSettings.Read'],
    exchange: [],
  };
  client = await signedIn(simulated);
  mail = `/v1.0/users/${simulated.mailboxes[0]!}`;
});
afterAll(async () => {
  if (present) await simulated.stop();
});

function readTypes(xml: string): ReadonlyMap<string, GraphType> {
  const found = new Map<string, GraphType>();
  const shape = /<(?:EntityType|ComplexType) Name="([^"]+)"([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:EntityType|ComplexType)>)/g;
  for (const [, name = '', attributes = '', body = ''] of xml.matchAll(shape)) {
    if (found.has(name)) continue;
    const properties = new Map<string, string>();
    for (const [, property = '', type = ''] of body.matchAll(/<(?:Navigation)?Property Name="([^"]+)" Type="([^"]+)"/g))
      properties.set(property, type.replace(/^Collection\((.*)\)$/, '$1'));
    found.set(name, { base: /BaseType="graph\.([^"]+)"/.exec(attributes)?.[1], properties });
  }
  return found;
}

function propertyType(type: string, name: string): string | undefined {
  const known = types.get(type);
  if (known === undefined) return undefined;
  return known.properties.get(name) ?? (known.base === undefined ? undefined : propertyType(known.base, name));
}

/** The properties of a value, at any depth, that the contract does not know. */
function strangers(value: unknown, type: string, place = type): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => strangers(one, type, place));
  if (typeof value !== 'object' || value === null) return [];
  const own =
    ((value as Record<string, unknown>)['@odata.type'] as string | undefined)?.replace('#microsoft.graph.', '') ?? type;
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name.startsWith('@') || name.includes('@odata.')) return [];
    const declared = propertyType(own, name);
    if (declared === undefined) return [`${place}.${name}`];
    return declared.startsWith('graph.') ? strangers(inner, declared.slice(6), `${place}.${name}`) : [];
  });
}

const cases: readonly (readonly [string, string, 'page' | 'one'])[] = [
  ['/v1.0/users', 'user', 'page'],
  [
    '/v1.0/users?$select=id,accountEnabled,assignedLicenses,assignedPlans,proxyAddresses,userType,preferredDataLocation,onPremisesSyncEnabled,otherMails',
    'user',
    'page',
  ],
  ['/v1.0/groups', 'group', 'page'],
  ['/v1.0/subscribedSkus', 'subscribedSku', 'page'],
  ['/v1.0/organization', 'organization', 'page'],
  ['/v1.0/servicePrincipals', 'servicePrincipal', 'page'],
  ['MAIL/licenseDetails', 'licenseDetails', 'page'],
  ['MAIL/mailboxSettings', 'mailboxSettings', 'one'],
  ['MAIL/settings/exchange', 'exchangeSettings', 'one'],
  ['MAIL/mailFolders?includeHiddenFolders=true', 'mailFolder', 'page'],
  ['MAIL/mailFolders/inbox', 'mailFolder', 'one'],
  ['MAIL/mailFolders/delta', 'mailFolder', 'page'],
  ['MAIL/messages?$top=200&$expand=attachments', 'message', 'page'],
  ['MAIL/mailFolders/inbox/messages?$top=200&$select=subject,uniqueBody,internetMessageHeaders', 'message', 'page'],
  ['MAIL/mailFolders/inbox/messages/delta', 'message', 'page'],
];

beforeEach(({ skip }) => {
  skip(!present, 'the contract of Graph (../shared/reference) is not there');
});

test('every property of every answer is in the v1.0 contract', async () => {
  for (const [path, type, kind] of cases) {
    const reply = await client.get(path.replace('MAIL', mail), { Prefer: 'odata.maxpagesize=200' });
    expect([path, reply.status]).toEqual([path, 200]);
    const whole = Object.fromEntries(Object.entries(reply.json).filter(([name]) => !name.startsWith('@')));
    const value = kind === 'page' ? reply.json.value : [whole];
    expect(value.length).toBeGreaterThan(0);
    expect(strangers(value, type)).toEqual([]);
  }
  const { objectId } = appNamed(simulated, 'chainmail');
  const assignments = await client.get(`/v1.0/servicePrincipals/${objectId}/appRoleAssignments`);
  expect(strangers(assignments.json.value, 'appRoleAssignment')).toEqual([]);
  for (const { id } of (await client.get(`${mail}/messages?$top=100&$select=id`)).json.value) {
    const path = `${mail}/messages/${encodeURIComponent(id)}/attachments?$expand=microsoft.graph.itemattachment/item`;
    expect(strangers((await client.get(path)).json.value, 'attachment')).toEqual([]);
  }
});

test('a property outside the contract would be found', () => {
  const message = { subject: 'x', size: 1, from: { emailAddress: { street: 'y' } } };
  expect(strangers(message, 'message')).toEqual(['message.size', 'message.from.emailAddress.street']);
});
