import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Answer } from '../client.ts';

export type Overview = Answer<'readOverview'>;

export function overviewQuery(matter: string) {
  return queryOptions({
    queryKey: ['overview', matter],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/overview', { params: { path: { matter } } })),
  });
}
