import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Person = Row<'listPeople'>;
export type InstanceRole = Person['instanceRole'];

export function usePeople(): Listed<Person> {
  return useList({
    queryKey: ['people'],
    ask: (cursor) => answer(api.GET('/api/v1/people', { params: { query: pageAt(cursor, 200) } })),
  });
}

export function personQuery(id: string) {
  return queryOptions({
    queryKey: ['people', id],
    queryFn: () => answer(api.GET('/api/v1/people/{id}', { params: { path: { id } } })),
  });
}

export type LeftConnection = Row<'listPersonConnections'>;

/** What a disabled person left behind. */
export function useLeftConnections(id: string): Listed<LeftConnection> {
  return useList({
    queryKey: ['people', id, 'connections'],
    ask: (cursor) =>
      answer(api.GET('/api/v1/people/{id}/connections', { params: { path: { id }, query: pageAt(cursor) } })),
  });
}

export function removeLeftConnection(id: string, connection: string) {
  return answer(api.DELETE('/api/v1/people/{id}/connections/{connection}', { params: { path: { id, connection } } }));
}

export function invitePerson(body: Body<'invitePerson'>) {
  return answer(api.POST('/api/v1/people', { body }));
}

export function changePerson(id: string, body: Body<'changePerson'>) {
  return answer(api.PATCH('/api/v1/people/{id}', { params: { path: { id } }, body }));
}
