import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { FaultAction } from './plan.ts';

/** The answer as a fault on pages changes it; other actions, and answers that are no page, leave it as it is. */
export function amendment(call: Call, answer: Answer, action: FaultAction): Answer {
  if (action.kind === 'duplicate') return withDuplicate(answer);
  if (action.kind !== 'empty-page') return answer;
  return emptied(answer, `${call.origin}${call.path}${call.query === '' ? '' : `?${call.query}`}`);
}

function pageOf({
  body,
}: Answer): { readonly json: Readonly<Record<string, unknown>>; readonly value: readonly unknown[] } | undefined {
  if (
    body.kind !== 'json' ||
    typeof body.value !== 'object' ||
    body.value === null ||
    !('value' in body.value) ||
    !Array.isArray(body.value.value)
  )
    return undefined;
  return { json: { ...body.value }, value: body.value.value };
}

function withDuplicate(answer: Answer): Answer {
  const page = pageOf(answer);
  return page === undefined
    ? answer
    : { ...answer, body: { kind: 'json', value: { ...page.json, value: [...page.value, ...page.value.slice(-1)] } } };
}

function emptied(answer: Answer, self: string): Answer {
  const page = pageOf(answer);
  if (page === undefined) return answer;
  const { '@odata.deltaLink': _delta, value: _value, ...kept } = page.json;
  return { ...answer, body: { kind: 'json', value: { ...kept, '@odata.nextLink': self, value: [] } } };
}
