import type { FaultAction } from 'simulated-tenant';

export const said = (code: string): { error: { code: string; message: string } } => ({
  error: { code, message: 'No.' },
});

/** What closes a mailbox, and the failure it ends with. */
export const closing: readonly { name: string; action: FaultAction; code: string }[] = [
  {
    name: '403 for every request',
    action: { kind: 'answer', status: 403, body: said('ErrorAccessDenied') },
    code: 'graph-mail-denied',
  },
  {
    name: 'a mailbox that is no longer there',
    action: { kind: 'answer', status: 404, body: said('MailboxNotEnabledForRESTAPI') },
    code: 'graph-mailbox-not-active',
  },
  {
    name: 'a redirect to another host',
    action: { kind: 'answer', status: 302, headers: { Location: 'http://127.0.0.1:9/login' } },
    code: 'graph-redirect-refused',
  },
  { name: 'an outage', action: { kind: 'unavailable' }, code: 'graph-unavailable' },
];

/** What is wrong with one item for ever: with its bytes, or with all requests of it. */
export const poisons: readonly { name: string; suffix: string; action: FaultAction }[] = [
  { name: '500 ErrorCorruptData for ever', suffix: '/\\$value', action: { kind: 'corrupt-item' } },
  { name: '500 ErrorCorruptData of item and bytes for ever', suffix: '', action: { kind: 'corrupt-item' } },
  {
    name: '500 of item and bytes for ever',
    suffix: '',
    action: { kind: 'answer', status: 500, body: said('ErrorInternalServerError') },
  },
  { name: '503 of item and bytes for ever', suffix: '', action: { kind: 'unavailable' } },
  { name: 'a connection that is cut at one item for ever', suffix: '', action: { kind: 'hang-up' } },
  {
    name: '403 of item and bytes for ever',
    suffix: '',
    action: { kind: 'answer', status: 403, body: said('ErrorAccessDenied') },
  },
  {
    name: '400 of item and bytes for ever',
    suffix: '',
    action: { kind: 'answer', status: 400, body: said('ErrorNobodyKnows') },
  },
  {
    name: '404 of the bytes and 500 of the item for ever',
    suffix: '/\\$value',
    action: { kind: 'answer', status: 404, body: said('ErrorItemNotFound') },
  },
];
