import { queryOptions } from '@tanstack/react-query';
import { answer, api, pageAt, type Answer, type Row } from '../client.ts';
import { useList, type Listed } from '../paged.ts';

export type Message = Answer<'readMessage'>;
export type Note = Row<'listNotes'>;
export type Attachment = Message['attachments'][number];

const at = (matter: string, id: string) => `/api/v1/matters/${matter}/messages/${id}`;
const page = { limit: 200 };

export const htmlAddress = (matter: string, id: string) => `${at(matter, id)}/html`;
export const sourceAddress = (matter: string, id: string) => `${at(matter, id)}/source`;
export const attachmentAddress = (matter: string, id: string, part: string) => `${at(matter, id)}/attachments/${part}`;

export function messageQuery(matter: string, id: string) {
  return queryOptions({
    queryKey: ['messages', matter, id],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/messages/{id}', { params: { path: { matter, id } } })),
    staleTime: 60_000,
  });
}

export function headersQuery(matter: string, id: string) {
  return queryOptions({
    queryKey: ['messages', matter, id, 'headers'],
    queryFn: () =>
      answer(api.GET('/api/v1/matters/{matter}/messages/{id}/headers', { params: { path: { matter, id } } })),
  });
}

export function threadQuery(matter: string, id: string) {
  const params = { path: { matter, id }, query: page };
  return queryOptions({
    queryKey: ['messages', matter, id, 'thread'],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/messages/{id}/thread', { params })),
  });
}

export function copiesQuery(matter: string, id: string) {
  const params = { path: { matter, id }, query: page };
  return queryOptions({
    queryKey: ['messages', matter, id, 'copies'],
    queryFn: () => answer(api.GET('/api/v1/matters/{matter}/messages/{id}/copies', { params })),
  });
}

export function custodyQuery(matter: string, id: string) {
  return queryOptions({
    queryKey: ['messages', matter, id, 'custody'],
    queryFn: () =>
      answer(api.GET('/api/v1/matters/{matter}/messages/{id}/custody', { params: { path: { matter, id } } })),
  });
}

export function nestedQuery(path: { matter: string; id: string; part: string }) {
  return queryOptions({
    queryKey: ['messages', path.matter, path.id, 'nested', path.part],
    queryFn: () =>
      answer(api.GET('/api/v1/matters/{matter}/messages/{id}/attachments/{part}/message', { params: { path } })),
  });
}

export function verifyMessage(matter: string, id: string) {
  return answer(api.POST('/api/v1/matters/{matter}/messages/{id}/verify', { params: { path: { matter, id } } }));
}

export function useNotes(matter: string, id: string): Listed<Note> {
  return useList({
    queryKey: ['messages', matter, id, 'notes'],
    ask: (cursor) =>
      answer(
        api.GET('/api/v1/matters/{matter}/messages/{id}/notes', {
          params: { path: { matter, id }, query: pageAt(cursor) },
        }),
      ),
  });
}

export function writeNote(matter: string, id: string, text: string) {
  const params = { path: { matter, id } };
  return answer(api.POST('/api/v1/matters/{matter}/messages/{id}/notes', { params, body: { text } }));
}

export function removeNote(path: { matter: string; id: string; note: string }) {
  return answer(api.DELETE('/api/v1/matters/{matter}/messages/{id}/notes/{note}', { params: { path } }));
}

interface TagOfMessage {
  readonly matter: string;
  readonly id: string;
  readonly tag: string;
}

export function setTag(path: TagOfMessage, isOn: boolean) {
  const address = '/api/v1/matters/{matter}/messages/{id}/tags/{tag}';
  return isOn ? answer(api.PUT(address, { params: { path } })) : answer(api.DELETE(address, { params: { path } }));
}
