import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { Failure } from '#evidence';
import { openSecretBox, systemClock } from '#platform';
import { testDatabase } from '../../../tests/postgres.ts';
import { clouds } from '../clouds/cloud.ts';
import { customCloud } from '../clouds/custom-endpoints.ts';
import { clientCertificate, clientSecret } from '../sign-in/credential.ts';
import { testCertificate } from '../testing-certificate.ts';
import type { ConnectionStore } from './connection-store.ts';
import type { NewConnection } from './connections.ts';
import { addConnection, openConnection, removeConnection, updateConnection } from './connections.ts';
import { findConnection, hasSealedCredentials, listConnections } from './store.ts';

const folders: string[] = [];
const secret = 'abc8Q~a-secret-value-that-must-not-appear';

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-connections-'));
  folders.push(folder);
  return folder;
}

async function storeOn(database: Awaited<ReturnType<typeof testDatabase>>): Promise<ConnectionStore> {
  const box = openSecretBox({
    dataFolder: await newFolder(),
    sealedRowsExist: () => hasSealedCredentials(database.reader),
  });
  return { database, box, clock: systemClock };
}

const wanted: NewConnection = {
  name: 'contoso',
  cloud: clouds.global,
  tenant: 'Contoso.onmicrosoft.com',
  clientId: '11111111-2222-3333-4444-555555555555',
  credential: clientSecret(secret),
  capabilities: ['collect-mail', 'list-mailboxes'],
};

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(Failure);
  return thrown as Failure;
}

describe('connections', () => {
  it('are kept by name and by id, with the credential sealed and never shown', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    const { connection, warnings } = await addConnection(store, wanted);
    expect(warnings).toEqual([]);
    expect(await findConnection(database.reader, 'contoso')).toEqual(connection);
    expect(await findConnection(database.reader, connection.id)).toEqual(connection);
    expect(connection).toMatchObject({
      tenant: 'contoso.onmicrosoft.com',
      domain: 'contoso.onmicrosoft.com',
      tenantId: null,
    });
    const rows = await database.pool.query('select * from connections');
    expect(JSON.stringify(rows.rows)).not.toContain(secret);
    const open = await openConnection(store, 'contoso');
    expect(inspect(open, { depth: 20, showHidden: true })).not.toContain(secret);
    expect(JSON.stringify(open)).not.toContain(secret);
    await open[Symbol.asyncDispose]();
  });

  it('have names of their own', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    await addConnection(store, wanted);
    expect(await failureOf(addConnection(store, wanted))).toMatchObject({
      kind: 'conflict',
      code: 'connection-name-taken',
    });
    expect(await failureOf(addConnection(store, { ...wanted, name: ' ' }))).toMatchObject({
      code: 'bad-connection-name',
    });
    expect(await failureOf(addConnection(store, { ...wanted, name: 'b', clientId: 'my app' }))).toMatchObject({
      code: 'bad-client-id',
    });
    for (const tenant of ['not a tenant!', 'contoso', 'https://contoso.example', '12345678-1234', ''])
      expect(await failureOf(addConnection(store, { ...wanted, name: 'b', tenant }))).toMatchObject({
        code: 'bad-tenant',
      });
    expect(await failureOf(openConnection(store, 'nobody'))).toMatchObject({
      kind: 'not-found',
      code: 'no-connection',
    });
  });

  it('keep custom endpoints', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    const cloud = customCloud({ login: 'http://127.0.0.1:4001', graph: 'http://127.0.0.1:4002' });
    await addConnection(store, { ...wanted, cloud });
    expect((await findConnection(database.reader, 'contoso'))?.cloud).toEqual(cloud);
  });

  it('move from a secret to a certificate without becoming another connection', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    const { connection: before } = await addConnection(store, wanted);
    const credential = clientCertificate(
      testCertificate({ from: new Date(), to: new Date(Date.now() + 90 * 86_400_000) }).pem,
    );
    const { connection } = await updateConnection(store, 'contoso', {
      credential,
      capabilities: ['collect-mail'],
      tenantId: 'a-tenant-id',
    });
    expect(connection).toMatchObject({
      id: before.id,
      clientId: before.clientId,
      credentialKind: 'certificate',
      capabilities: ['collect-mail'],
      tenantId: 'a-tenant-id',
    });
    expect(connection.credentialExpiresAt).toEqual(credential.expiresAt);
    expect(await listConnections(database.reader)).toEqual([connection]);
    const open = await openConnection(store, 'contoso');
    expect(open.connection.credentialKind).toBe('certificate');
    await open[Symbol.asyncDispose]();
  });

  it('warn when two share a client id', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    await addConnection(store, wanted);
    const { warnings } = await addConnection(store, { ...wanted, name: 'again' });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('"contoso"');
  });

  it('leave nothing of the credential behind when they are removed', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    await addConnection(store, wanted);
    expect((await removeConnection(store, 'contoso')).name).toBe('contoso');
    expect(await listConnections(database.reader)).toEqual([]);
    expect(await hasSealedCredentials(database.reader)).toBe(false);
  });

  it('are not opened by another key, and a lost key is not replaced', async () => {
    await using database = await testDatabase();
    await addConnection(await storeOn(database), wanted);
    const without = await storeOn(database);
    expect(await failureOf(openConnection(without, 'contoso'))).toMatchObject({
      kind: 'not-found',
      code: 'secrets-key-missing',
    });
    expect(await failureOf(addConnection(without, { ...wanted, name: 'b' }))).toMatchObject({
      code: 'secrets-key-missing',
    });
  });

  it('do not open with a credential copied from another row', async () => {
    await using database = await testDatabase();
    const store = await storeOn(database);
    await addConnection(store, wanted);
    await addConnection(store, { ...wanted, name: 'other', credential: clientSecret('another-secret') });
    await database.pool.query(
      "update connections set sealed_credential = (select sealed_credential from connections where name = 'other') where name = 'contoso'",
    );
    expect(await failureOf(openConnection(store, 'contoso'))).toMatchObject({ code: 'secrets-tampered' });
  });
});
