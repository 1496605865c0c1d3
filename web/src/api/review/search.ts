import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Answer, type Body, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';
import type { operations } from '../schema.generated.ts';

/** The query and the filters, as an address has them. */
export type Search = NonNullable<operations['countMessages']['parameters']['query']>;
export type Hit = Row<'searchMessages'>;
export type Person = Hit['from'][number];
export type TagRef = Hit['tags'][number];
export type Facets = Answer<'readFacets'>;
export type Value = Facets['custodians'][number];
export type Suggestions = Answer<'suggestQuery'>;

export function useHits(matter: string, search: Search): Listed<Hit> {
  return useList({
    queryKey: ['search', matter, search],
    ask: (cursor) =>
      answer(
        api.GET('/api/v1/matters/{matter}/search', {
          params: { path: { matter }, query: { ...search, ...pageAt(cursor) } },
        }),
      ),
  });
}

export function countQuery(matter: string, query: Search) {
  return queryOptions({
    queryKey: ['search-count', matter, query],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/search/count', { params: { path: { matter }, query } })),
  });
}

export function facetsQuery(matter: string, query: Search) {
  return queryOptions({
    queryKey: ['search-facets', matter, query],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/search/facets', { params: { path: { matter }, query } })),
    placeholderData: (before: Facets | undefined) => before,
  });
}

export function histogramQuery(matter: string, query: Search) {
  return queryOptions({
    queryKey: ['search-histogram', matter, query],
    queryFn: () =>
      answer(api.GET('/api/v1/matters/{matter}/search/histogram', { params: { path: { matter }, query } })),
    placeholderData: (before: Answer<'readHistogram'> | undefined) => before,
  });
}

export function suggestQuery(matter: string, q: string, at: number) {
  return queryOptions({
    queryKey: ['search-suggest', matter, q, at],
    queryFn: () =>
      answer(api.GET('/api/v1/matters/{matter}/search/suggest', { params: { path: { matter }, query: { q, at } } })),
    staleTime: 60_000,
  });
}

export type SavedSearch = Row<'listSavedSearches'>;

export function useSavedSearches(matter: string): Listed<SavedSearch> {
  return useList({
    queryKey: ['saved-searches', matter],
    ask: (cursor) =>
      answer(
        api.GET('/api/v1/matters/{matter}/saved-searches', { params: { path: { matter }, query: pageAt(cursor) } }),
      ),
  });
}

export function saveSearch(matter: string, body: Body<'saveSearch'>) {
  return answer(api.POST('/api/v1/matters/{matter}/saved-searches', { params: { path: { matter } }, body }));
}

export function removeSavedSearch(matter: string, search: string) {
  return answer(
    api.DELETE('/api/v1/matters/{matter}/saved-searches/{search}', { params: { path: { matter, search } } }),
  );
}
