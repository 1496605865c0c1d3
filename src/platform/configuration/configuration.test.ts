import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Failure } from '#evidence';
import { readConfiguration } from './configuration.ts';

test('an empty environment gives the defaults', () => {
  expect(readConfiguration({}, { CHAINMAIL_DATA: '' })).toEqual({
    dataFolder: resolve('chainmail-data'),
    databaseUrl: null,
    databaseConnections: 10,
    logLevel: 'warn',
    host: '127.0.0.1',
    port: 8080,
    publicUrl: null,
    trustedProxies: [],
    microsoftSignIn: null,
  });
});

test('the command line comes before the environment', () => {
  const found = readConfiguration(
    { dataFolder: '/srv/line' },
    { CHAINMAIL_DATA: '/srv/environment', CHAINMAIL_LOG_LEVEL: 'debug', CHAINMAIL_DATABASE_CONNECTIONS: '20' },
  );
  expect(found).toMatchObject({ dataFolder: '/srv/line', logLevel: 'debug', databaseConnections: 20 });
});

test('the address of a database is a secret', () => {
  const found = readConfiguration({}, { CHAINMAIL_DATABASE_URL: 'postgresql://me:hunter2@host/mail' });
  expect(inspect(found) + JSON.stringify(found)).not.toContain('hunter2');
  expect(found.databaseUrl?.reveal()).toBe('postgresql://me:hunter2@host/mail');
});

test('all wrong settings are told at once, without their values', () => {
  const wrong = {
    CHAINMAIL_DATABASE_URL: 'mysql://me:hunter2@host',
    CHAINMAIL_LOG_LEVEL: 'loud',
    CHAINMAIL_DATABASE_CONNECTIONS: '10x',
  };
  let thrown: unknown;
  try {
    readConfiguration({}, wrong);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(Failure);
  const { kind, message, fix } = thrown as Failure;
  expect(kind).toBe('malformed');
  for (const name of Object.keys(wrong)) expect(message).toContain(name);
  expect(fix).toContain('a number from 2 to 90');
  expect(message + String(fix)).not.toContain('hunter2');
});

test('sign-in with Microsoft is set up whole or not at all, and for one tenant', () => {
  const whole = {
    CHAINMAIL_SIGN_IN_TENANT: 'firm.example',
    CHAINMAIL_SIGN_IN_CLIENT_ID: '00000000-0000-4000-8000-000000000001',
    CHAINMAIL_SIGN_IN_SECRET_FILE: '/run/secrets/sign-in',
  };
  expect(readConfiguration({}, whole).microsoftSignIn).toMatchObject({
    tenant: 'firm.example',
    authority: 'https://login.microsoftonline.com',
  });
  for (const missing of Object.keys(whole))
    expect(() => readConfiguration({}, { ...whole, [missing]: '' })).toThrow(missing);
  expect(() => readConfiguration({}, { ...whole, CHAINMAIL_SIGN_IN_TENANT: 'common' })).toThrow('SIGN_IN_TENANT');
  expect(() => readConfiguration({}, { ...whole, CHAINMAIL_SIGN_IN_AUTHORITY: 'http://login.example' })).toThrow(
    'SIGN_IN_AUTHORITY',
  );
});

test('the public address of the web server is an origin', () => {
  const given = (url: string) => readConfiguration({ publicUrl: url }, {}).publicUrl;
  expect(given('https://chainmail.example/')).toBe('https://chainmail.example');
  expect(given('http://Chainmail.internal:8080')).toBe('http://chainmail.internal:8080');
  for (const wrong of [
    'chainmail.example',
    'https://a@b.example',
    'https://chainmail.example/x',
    'https://b.example:99999',
  ])
    expect(() => given(wrong)).toThrow('CHAINMAIL_PUBLIC_URL');
});
