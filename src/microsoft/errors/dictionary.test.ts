import { describe, expect, it } from 'vitest';
import { failureKinds } from '#evidence';
import { explain, refusal } from './dictionary.ts';
import { entraErrors } from './entra-errors.ts';
import { graphErrors } from './graph-errors.ts';

/** Every number of sign-in errors that the product is expected to explain. */
const entraNumbers = [
  7000215, 7000222, 700016, 90002, 900023, 7000112, 7000229, 700027, 700024, 7000218, 700025, 500011, 70011, 1002012,
  700022, 9001023, 900144, 65001, 65004, 90094, 90095, 650052, 650056, 650057, 50011, 500113, 54005, 70008, 700082,
  50173, 700084, 70043, 501481, 700005, 50034, 50020, 50057, 50055, 50053, 50126, 50076, 50079, 50072, 53003, 53000,
  530032, 90038, 900382, 900432, 90055, 50105,
];

/** Status, code and text of every Graph answer that the product is expected to explain. */
const graphAnswers: readonly (readonly [number, string, string])[] = [
  [401, 'InvalidAuthenticationToken', 'Access token is empty.'],
  [403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.'],
  [
    403,
    'ErrorAccessDenied',
    'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
  ],
  [403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'],
  [404, 'MailboxNotEnabledForRESTAPI', 'The mailbox is either inactive, soft-deleted, or is hosted on-premise.'],
  [404, 'ErrorInvalidUser', "The requested user 'x' is invalid."],
  [404, 'Request_ResourceNotFound', "Resource 'x' does not exist"],
  [404, 'ErrorItemNotFound', 'The specified object was not found in the store.'],
  [404, 'itemNotFound', ''],
  [404, 'ErrorSyncFolderNotFound', ''],
  [400, 'ErrorInvalidIdMalformed', 'Id is malformed.'],
  [400, 'InefficientFilter', 'The restriction or sort order is too complex for this operation.'],
  [400, 'ErrorExecuteSearchStaleData', ''],
  [410, 'SyncStateNotFound', 'The sync state generation is not found; generation=108;[highest=143].'],
  [400, 'syncStateNotFound', ''],
  [400, 'resyncRequired', ''],
  [501, 'NotImplemented', 'This operation target is not yet supported.'],
  [429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'],
  [429, 'TooManyRequests', ''],
  [503, 'serviceNotAvailable', ''],
  [504, 'UnknownError', ''],
  [500, 'ErrorInternalServerError', ''],
  [500, 'generalException', ''],
  [500, 'ErrorCorruptData', 'Data is corrupt.,Invalid global object ID: x'],
  [403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', ''],
];

const all = [...entraErrors, ...graphErrors];

describe('the dictionary of errors', () => {
  it.each(entraNumbers)('explains AADSTS%d', (number) => {
    const entry = explain('entra', { status: 400, providerCodes: [`AADSTS${String(number)}`], text: '' });
    expect(entry).not.toBeNull();
  });

  it.each(graphAnswers)('explains %d %s %s', (status, code, text) => {
    expect(explain('graph', { status, providerCodes: [code], text })).not.toBeNull();
  });

  it.each([429, 500, 502, 503, 504])('explains %d without a code', (status) => {
    expect(explain('graph', { status, providerCodes: [], text: '' })).not.toBeNull();
  });

  it('tells apart what shares a code', () => {
    const denied = (text: string): string | undefined =>
      explain('graph', { status: 403, providerCodes: ['ErrorAccessDenied'], text })?.code;
    expect(denied('Access to OData is disabled: [RAOP] : Blocked')).toBe('graph-mailbox-policy');
    expect(denied('Access is denied.')).toBe('graph-mail-denied');
    const certificate = (text: string): string | undefined =>
      explain('entra', { status: 401, providerCodes: ['AADSTS700027'], text })?.code;
    expect(certificate('... is expired on application.')).toBe('entra-certificate-expired');
    expect(certificate('... The key was not found.')).toBe('entra-certificate-unknown');
    expect(explain('graph', { status: 504, providerCodes: ['UnknownError'], text: '' })?.code).toBe(
      'graph-gateway-timeout',
    );
    expect(explain('graph', { status: 500, providerCodes: ['UnknownError'], text: '' })?.code).toBe(
      'graph-server-error',
    );
  });

  it('has for every entry a cause, steps, and one meaning for each of our codes', () => {
    const kinds = new Map<string, string>();
    for (const entry of all) {
      expect(entry.code).toMatch(/^(entra|graph)-[a-z-]+$/);
      expect(entry.cause, entry.code).toMatch(/\.$/);
      expect(entry.fix.length, entry.code).toBeGreaterThan(0);
      expect(entry.seen, entry.code).not.toBe('');
      expect(failureKinds).toContain(entry.kind);
      expect(kinds.get(entry.code) ?? entry.kind, entry.code).toBe(entry.kind);
      kinds.set(entry.code, entry.kind);
    }
  });

  it('keeps the raw text of what it does not know, and says so', () => {
    const failure = refusal('entra', {
      status: 400,
      providerCodes: ['AADSTS999999'],
      text: 'AADSTS999999: Brand new.',
      at: '2026-11-20T15:00:00Z',
      correlationId: 'c',
    });
    expect(failure).toMatchObject({
      kind: 'bug',
      code: 'entra-unknown',
      evidence: { providerCode: 'AADSTS999999', correlationId: 'c' },
    });
    expect(failure.message).toContain('unknown to Chainmail: AADSTS999999: Brand new.');
    expect(refusal('graph', { status: 599, providerCodes: [], text: '', at: '' }).kind).toBe('unavailable');
  });

  it('sends nobody to modules that are retired', () => {
    expect(JSON.stringify(all)).not.toMatch(/AzureAD|MSOnline|Msol/);
  });
});
