import { answer, api, pageAt, type Answer, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Hold = Row<'listHolds'>;
export type Tag = Row<'listTags'>;
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

interface Wanted {
  /** What is in the name. */
  readonly search?: string;
  readonly enabled?: boolean;
}

export function useTags(matter: string, { search = '', enabled = true }: Wanted = {}): Listed<Tag> {
  return useList({
    queryKey: ['tags', matter, search],
    enabled,
    ask: (cursor) =>
      answer(
        api.GET('/api/v1/matters/{matter}/tags', {
          params: { path: { matter }, query: { ...pageAt(cursor), ...(search === '' ? {} : { search }) } },
        }),
      ),
  });
}

type OneTag = { readonly matter: string; readonly tag: string };

export function changeTag(path: OneTag, body: Body<'changeTag'>) {
  return answer(api.PATCH('/api/v1/matters/{matter}/tags/{tag}', { params: { path }, body }));
}

export function mergeTag(path: OneTag, into: string) {
  return answer(api.POST('/api/v1/matters/{matter}/tags/{tag}/merge', { params: { path }, body: { into } }));
}

export function removeTag(path: OneTag) {
  return answer(api.DELETE('/api/v1/matters/{matter}/tags/{tag}', { params: { path } }));
}

/** The first of the tags with this in their name, asked for now. */
export async function findTags(matter: string, search: string): Promise<readonly Tag[]> {
  const query = { ...pageAt(undefined), search };
  return (await answer(api.GET('/api/v1/matters/{matter}/tags', { params: { path: { matter }, query } }))).items;
}

export function createTag(matter: string, body: Body<'createTag'>) {
  return answer(api.POST('/api/v1/matters/{matter}/tags', { params: { path: { matter } }, body }));
}

/** Newest first; with `standing` without those that were released. */
export function useHolds(
  matter: string,
  { search = '', standing = false, enabled = true }: Wanted & { readonly standing?: boolean } = {},
): Listed<Hold> {
  return useList({
    queryKey: ['holds', matter, search, standing],
    enabled,
    ask: (cursor) =>
      answer(
        api.GET('/api/v1/matters/{matter}/holds', {
          params: { path: { matter }, query: { ...pageAt(cursor), standing, ...(search === '' ? {} : { search }) } },
        }),
      ),
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

export function cancelJob(id: string) {
  return answer(api.POST('/api/v1/jobs/{id}/cancel', { params: { path: { id } } }));
}

export function readJob(id: string) {
  return answer(api.GET('/api/v1/jobs/{id}', { params: { path: { id } } }));
}
