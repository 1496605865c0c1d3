import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Answer } from '../client.ts';

export type Overview = Answer<'readOverview'>;

/** Of the matter, or of one custodian in it. */
export function overviewQuery(matter: string, custodian?: string) {
  const query = custodian === undefined ? {} : { custodian };
  return queryOptions({
    queryKey: ['overview', matter, custodian],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/overview', { params: { path: { matter }, query } })),
  });
}
