import { afterAll, beforeAll, expect, test } from 'vitest';
import { appNamed, signedIn, type Client, type Reply } from '../../../tests/signed-in.ts';
import { startSimulatedTenant, type SimulatedTenant } from '../../start.ts';

let simulated: SimulatedTenant;
let client: Client;
let address: string;
const eventual = { ConsistencyLevel: 'eventual' };
beforeAll(async () => {
  simulated = await startSimulatedTenant({ seed: 'tiny' });
  appNamed(simulated, 'chainmail').roles = {
    graph: ['User.Read.All', 'Directory.Read.All', 'Mail.Read', 'MailboxSettings.Read'],
    exchange: ['full_access_as_app'],
  };
  client = await signedIn(simulated);
  address = simulated.mailboxes[0]!;
});
afterAll(() => simulated.stop());
const names = (reply: Reply): string[] => reply.json.value.map(({ userPrincipalName }) => userPrincipalName);
const expectCode = (reply: Reply, status: number, code: string): void =>
  expect([reply.status, reply.json.error.code]).toEqual([status, code]);

test('users come in pages by opaque token, with the default properties', async () => {
  const pages = await client.pages('/v1.0/users?$top=4');
  expect(pages.flatMap(names)).toEqual(
    simulated.tenant.people
      .filter(({ mailboxState }) => mailboxState !== 'inactive')
      .map(({ userPrincipalName }) => userPrincipalName),
  );
  expect(Object.keys(pages[0]!.first)).toEqual([
    'businessPhones',
    'displayName',
    'givenName',
    'jobTitle',
    'mail',
    'mobilePhone',
    'officeLocation',
    'preferredLanguage',
    'surname',
    'userPrincipalName',
    'id',
  ]);
  expect(pages[0]!.headers.get('x-ms-resource-unit')).toBe('1');
  expectCode(await client.get('/v1.0/users?$skiptoken=abc'), 400, 'Directory_ExpiredPageToken');
  expectCode(await client.get('/v1.0/users?$top=1000'), 400, 'Request_BadRequest');
  expectCode(await client.get('/v1.0/users?$select=nothing'), 400, 'BadRequest');
});

test('people are found by any address, by name and by exact match', async () => {
  const person = simulated.tenant.people.find(({ proxyAddresses }) =>
    proxyAddresses.some((one) => one.startsWith('smtp:')),
  )!;
  const alias = person.proxyAddresses.find((one) => one.startsWith('smtp:'))!;
  expect(
    names(await client.get(`/v1.0/users?$filter=${encodeURIComponent(`proxyAddresses/any(p:p eq '${alias}')`)}`)),
  ).toEqual([person.userPrincipalName]);
  expect((await client.get(`/v1.0/users/${alias.slice(5)}`)).json.id).toBe(person.id);
  expect(
    names(await client.get(`/v1.0/users?$filter=userPrincipalName eq '${address}' or mail eq '${address}'`)),
  ).toEqual([address]);
  expect(names(await client.get(`/v1.0/users?$filter=startswith(mail,'${address.slice(0, 3)}')`))).toContain(address);
});

test('advanced queries need the ConsistencyLevel header and $count', async () => {
  for (const query of [
    "$filter=endswith(mail,'.example')",
    '$filter=mail ne null',
    "$filter=not startswith(mail,'a')",
    '$count=true',
    '$filter=accountEnabled eq true&$orderby=displayName',
  ]) {
    expectCode(await client.get(`/v1.0/users?${query}`), 400, 'Request_UnsupportedQuery');
  }
  const reply = await client.get("/v1.0/users?$filter=mail ne null and not startswith(mail,'a')&$count=true", eventual);
  expect(reply.json['@odata.count']).toBe(reply.json.value.length);
  expect(names(reply)).not.toContain(address);
  expectCode(await client.get('/v1.0/users?$search="displayName:Ada"'), 400, 'Request_UnsupportedQuery');
  expect(names(await client.get('/v1.0/users?$search="displayName:Ada"', eventual))).toEqual([address]);
  expect(Number((await client.get('/v1.0/users/$count', eventual)).text)).toBeGreaterThan(3);
});

test('User.ReadBasic.All keeps back what is not basic', async () => {
  const app = simulated.tenant.addApp({
    name: 'basic',
    enabled: true,
    consented: true,
    roles: { graph: ['User.ReadBasic.All'], exchange: [] },
    secrets: [{ id: 'i', value: 'basic-secret', expires: Number.MAX_SAFE_INTEGER }],
  });
  expect(app.name).toBe('basic');
  const basic = await signedIn(simulated, 'basic');
  expect((await basic.get('/v1.0/users?$select=id,mail')).status).toBe(200);
  expectCode(await basic.get('/v1.0/users?$select=id,proxyAddresses'), 403, 'Authorization_RequestDenied');
});

test('what was granted can be read back through the resource’s roles', async () => {
  const { clientId, objectId } = appNamed(simulated, 'chainmail');
  const principal = (await client.get(`/v1.0/servicePrincipals(appId='${clientId}')?$select=id,appId`)).json;
  expect(principal).toMatchObject({ id: objectId, appId: clientId });
  const assignments = (await client.get(`/v1.0/servicePrincipals/${objectId}/appRoleAssignments`)).json.value;
  const granted: string[] = [];
  for (const { resourceId, appRoleId } of assignments) {
    const resource = (await client.get(`/v1.0/servicePrincipals/${resourceId}?$select=appRoles,appId`)).json;
    granted.push(resource.appRoles.find(({ id }) => id === appRoleId)!.value);
  }
  expect(granted.toSorted()).toEqual([
    'Directory.Read.All',
    'Mail.Read',
    'MailboxSettings.Read',
    'User.Read.All',
    'full_access_as_app',
  ]);
  expect(assignments[0]!.appRoleId).toMatch(/^[0-9a-f-]{36}$/);
  const byFilter = await client.get("/v1.0/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'");
  expect(byFilter.first.appRoles).toContainEqual(
    expect.objectContaining({ value: 'Mail.Read', id: '810c84a8-4a9e-49e6-bf7d-12d183f40d01' }),
  );
  const { objectId: unconsented } = appNamed(simulated, 'no-consent');
  expect((await client.get(`/v1.0/servicePrincipals/${unconsented}/appRoleAssignments`)).json.value).toEqual([]);
});

test('purpose, licences, groups and organization', async () => {
  const room = simulated.tenant.people.find(
    ({ purpose, mailboxState }) => purpose === 'room' && mailboxState === 'active',
  )!;
  expect((await client.get(`/v1.0/users/${room.id}/mailboxSettings/userPurpose`)).json.value).toBe('room');
  const licensed = simulated.tenant.people.find(({ assignedLicenses }) => assignedLicenses.length > 0)!;
  expect((await client.get(`/v1.0/users/${licensed.id}/licenseDetails`)).first.skuId).toBe(
    licensed.assignedLicenses[0]!.skuId,
  );
  expect((await client.get('/v1.0/subscribedSkus')).first).toMatchObject({
    capabilityStatus: 'Enabled',
    prepaidUnits: { enabled: expect.any(Number) as unknown },
  });
  expect((await client.get('/v1.0/organization')).first).toMatchObject({
    id: simulated.tenantId,
    displayName: simulated.tenant.displayName,
  });
  const [group] = simulated.tenant.groups;
  if (group !== undefined) {
    expect((await client.get(`/v1.0/groups/${group.id}`)).json.displayName).toBe(group.displayName);
    expect((await client.get(`/v1.0/groups/${group.id}/members`)).json.value.map(({ id }) => id)).toEqual(
      group.memberIds,
    );
  }
  expectCode(await client.get('/v1.0/groups/nothing'), 404, 'Request_ResourceNotFound');
});
