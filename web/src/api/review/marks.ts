import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Answer, type Body, type Row } from '../client.ts';

export type Hold = Row<'listHolds'>;
export type Job = Answer<'readTask'>;
type TagColor = NonNullable<Body<'createTag'>['color']>;

export const tagColors: readonly TagColor[] = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'violet',
  'pink',
];

export function tagsQuery(matter: string) {
  return queryOptions({
    queryKey: ['tags', matter],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/tags', { params: { path: { matter } } })),
  });
}

export function createTag(matter: string, body: Body<'createTag'>) {
  return answer(api.POST('/api/v1/matters/{matter}/tags', { params: { path: { matter } }, body }));
}

export function holdsQuery(matter: string) {
  return queryOptions({
    queryKey: ['holds', matter],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/holds', { params: { path: { matter } } })),
  });
}

export function placeHold(matter: string, body: Body<'placeHold'>) {
  return answer(api.POST('/api/v1/matters/{matter}/holds', { params: { path: { matter } }, body }));
}

export function releaseHold(matter: string, hold: string, reason: string) {
  const params = { path: { matter, hold } };
  return answer(api.POST('/api/v1/matters/{matter}/holds/{hold}/release', { params, body: { reason } }));
}

export function startBulk(matter: string, body: Body<'startBulk'>, key: string) {
  const headers = { 'idempotency-key': key };
  return answer(api.POST('/api/v1/matters/{matter}/bulk', { params: { path: { matter } }, body, headers }));
}

export function readJob(id: string) {
  return answer(api.GET('/api/v1/jobs/{id}', { params: { path: { id } } }));
}
