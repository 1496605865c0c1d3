import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Matter = Row<'listMatters'>;
export type Member = Row<'listMembers'>;
export type Custodian = Row<'listCustodians'>;
export type MatterRole = Member['role'];

export function useMatters(): Listed<Matter> {
  return useList({
    queryKey: ['matters'],
    ask: (cursor) => answer(api.GET('/api/v1/matters', { params: { query: pageAt(cursor) } })),
  });
}

export function matterQuery(matter: string) {
  return queryOptions({
    queryKey: ['matters', matter],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}', { params: { path: { matter } } })),
  });
}

export function createMatter(name: string) {
  return answer(api.POST('/api/v1/matters', { body: { name } }));
}

export function renameMatter(matter: string, name: string) {
  return answer(api.PATCH('/api/v1/matters/{matter}', { params: { path: { matter } }, body: { name } }));
}

export function useMembers(matter: string): Listed<Member> {
  return useList({
    queryKey: ['members', matter],
    ask: (cursor) =>
      answer(api.GET('/api/v1/matters/{matter}/members', { params: { path: { matter }, query: pageAt(cursor) } })),
  });
}

interface OneMember {
  readonly matter: string;
  readonly person: string;
}

export function saveMember(path: OneMember, body: Body<'saveMember'>) {
  return answer(api.PUT('/api/v1/matters/{matter}/members/{person}', { params: { path }, body }));
}

export function removeMember(path: OneMember) {
  return answer(api.DELETE('/api/v1/matters/{matter}/members/{person}', { params: { path } }));
}

/** By name; `search`: those with this in it. */
export function useCustodians(matter: string, search = '', enabled = true): Listed<Custodian> {
  const wanted = search === '' ? {} : { search };
  return useList({
    queryKey: ['custodians', matter, search],
    enabled,
    ask: (cursor) =>
      answer(
        api.GET('/api/v1/matters/{matter}/custodians', {
          params: { path: { matter }, query: { ...pageAt(cursor, 200), ...wanted } },
        }),
      ),
  });
}

export function createCustodian(matter: string, name: string) {
  return answer(api.POST('/api/v1/matters/{matter}/custodians', { params: { path: { matter } }, body: { name } }));
}
