import type { Fault, FaultAction } from 'simulated-tenant';

/** The requests a collection makes, as patterns on path and query. */
export const places = {
  'folder tree': '/mailFolders\\?',
  'child folders': '/childFolders\\?',
  'flat folders': '/mailFolders/delta\\?',
  'hidden folders': 'includeHiddenFolders=true',
  'named folder': '/mailFolders/recoverableitems[a-z]+\\?',
  'service time': '/mailFolders/inbox\\?',
  count: '\\$count=true',
  page: '/messages\\?.*\\$orderby=receivedDateTime',
  changes: '/messages\\?.*\\$orderby=lastModifiedDateTime',
  bytes: '/\\$value',
} as const;

/** Only behind a first page is there a place to lose. */
export const furtherPlaces = {
  'further page': `${places.page}.*\\$skip`,
  'further flat folders': `${places['flat folders']}.*\\$skip`,
  'further changes': `${places.changes}.*\\$skip`,
} as const;

export const patterns = { ...places, ...furtherPlaces } as const;

export type PlaceName = keyof typeof patterns;

export const everywhere = Object.keys(places) as readonly (keyof typeof places)[];
export const listings: readonly PlaceName[] = [
  'folder tree',
  'child folders',
  'hidden folders',
  'flat folders',
  'page',
  'changes',
];
const json = everywhere.filter((place) => place !== 'bytes');

/** A fault that passes: what is asked for again is answered. */
export interface PassingFault {
  readonly name: string;
  readonly action: FaultAction;
  readonly at: readonly PlaceName[];
  /** On how many requests of each place it strikes, from the first on; 1 unless told. */
  readonly times?: number;
}

const said = (code: string, message = ''): { error: { code: string; message: string } } => ({
  error: { code, message },
});
const soon = new Date(Date.now() + 3_000).toUTCString();

export const passingFaults: readonly PassingFault[] = [
  { name: '429 with Retry-After', action: { kind: 'throttle', retryAfter: 2 }, at: everywhere, times: 2 },
  { name: '429 with Retry-After as a date', action: { kind: 'throttle', retryAfter: soon }, at: everywhere },
  { name: '429 without Retry-After', action: { kind: 'throttle' }, at: everywhere, times: 2 },
  { name: '503 with an empty body', action: { kind: 'unavailable' }, at: everywhere, times: 2 },
  { name: '503 with Retry-After', action: { kind: 'unavailable', retryAfter: 5 }, at: everywhere },
  { name: '502 with HTML', action: { kind: 'bad-gateway' }, at: everywhere, times: 2 },
  { name: '504 UnknownError', action: { kind: 'gateway-timeout' }, at: everywhere, times: 3 },
  { name: '500 once', action: { kind: 'answer', status: 500, body: said('ErrorInternalServerError') }, at: everywhere },
  { name: '500 without a body', action: { kind: 'answer', status: 500 }, at: everywhere },
  {
    name: '500 ErrorCorruptData for a while',
    action: { kind: 'corrupt-item', requests: 2 },
    at: ['bytes'],
  },
  { name: '401 as of an expired token', action: { kind: 'expire-token' }, at: everywhere },
  {
    name: '404 between list and fetch',
    action: { kind: 'answer', status: 404, body: said('ErrorItemNotFound') },
    at: ['bytes'],
  },
  { name: '404 of a gateway', action: { kind: 'answer', status: 404, body: '<html>Not found</html>' }, at: ['bytes'] },
  {
    name: '200 with a page of a proxy',
    action: { kind: 'answer', status: 200, headers: { 'Content-Type': 'text/html' }, body: '<html>Sign in</html>' },
    at: everywhere,
  },
  {
    name: '200 with nothing',
    action: { kind: 'answer', status: 200, headers: { 'Content-Type': 'text/plain' }, body: '' },
    at: everywhere,
  },
  { name: 'hang-up before an answer', action: { kind: 'hang-up' }, at: everywhere, times: 2 },
  { name: 'reset after the head', action: { kind: 'reset', afterBytes: 0 }, at: everywhere },
  { name: 'reset in the middle of a body', action: { kind: 'reset', afterBytes: 120 }, at: everywhere },
  { name: 'truncated JSON', action: { kind: 'truncate' }, at: json },
  { name: 'a body shorter than declared', action: { kind: 'wrong-length', by: 40 }, at: everywhere },
  { name: 'a body longer than declared', action: { kind: 'wrong-length', by: -40 }, at: everywhere },
  {
    name: 'a stall in the middle of a body',
    action: { kind: 'stall', afterBytes: 30, milliseconds: 3_000 },
    at: ['page', 'bytes', 'flat folders'],
  },
  { name: 'a late answer', action: { kind: 'delay', milliseconds: 150 }, at: everywhere },
  { name: 'a slow body', action: { kind: 'slow', bytesPerSecond: 20_000 }, at: everywhere },
  { name: 'an item twice in a page', action: { kind: 'duplicate' }, at: listings, times: 3 },
  { name: 'an empty page with a nextLink', action: { kind: 'empty-page' }, at: listings },
  { name: 'pages of two', action: { kind: 'smaller-page', size: 2 }, at: listings, times: 1000 },
  { name: 'a clock that jumps', action: { kind: 'clock-jump', milliseconds: 7_200_000 }, at: everywhere },
];

/** Every spelling in which the service says that a place in a list is no longer known. */
export const lostPlaces: readonly PassingFault[] = (
  [
    [410, 'SyncStateNotFound', false],
    [410, 'SyncStateNotFound', true],
    [410, 'syncStateNotFound', false],
    [400, 'syncStateNotFound', false],
    [400, 'SyncStateInvalid', false],
    [400, 'InvalidSyncStateData', false],
    [400, 'resyncRequired', false],
    [410, 'ResyncRequired', true],
    [410, 'ErrorNobodyKnows', false],
  ] as const
).map(([status, code, location]) => ({
  name: `${String(status)} ${code} ${location ? 'with' : 'without'} Location`,
  action: { kind: 'expire-delta', status, code, location },
  at: ['further page', 'further flat folders', 'further changes'],
}));

/** The faults of a plan: one at each place. */
export function planOf({ name, action, at, times = 1 }: PassingFault): readonly Fault[] {
  return at.map((place) => ({ name: `${name} at ${place}`, match: { path: patterns[place] }, times, action }));
}

/** Small pages, so that every list has some, and links from one to the next. */
export const smallPages: readonly Fault[] = [
  { name: 'pages of five messages', match: { path: '/messages\\?' }, action: { kind: 'smaller-page', size: 5 } },
  {
    name: 'pages of three folders',
    match: { path: '/mailFolders(/[^/]+/childFolders|/delta)?\\?' },
    action: { kind: 'smaller-page', size: 3 },
  },
];
