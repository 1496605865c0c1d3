import type { Static, TSchema } from 'typebox';
import Type from 'typebox';
import { Failure } from '#evidence';
import type { GraphRequest } from './persist.ts';
import type { GraphReader } from './transport.ts';

/** The shape of one page of a collection. */
export function pageOf<Item extends TSchema>(item: Item) {
  return Type.Object({ value: Type.Array(item), '@odata.nextLink': Type.Optional(Type.String()) });
}

const mostEmptyPages = 100;

/**
 * All items of a collection, page by page. Empty pages with a nextLink are legal and passed over, also when they ask
 * for themselves again. Failure `malformed` when links go in a circle, `unavailable` when empty pages do not end.
 */
export async function* pages<Item extends TSchema>(
  graph: GraphReader,
  item: Item,
  request: GraphRequest,
): AsyncGenerator<readonly Static<Item>[]> {
  const schema = pageOf(item);
  const seen = new Set<string>();
  let target: string | undefined = request.target;
  let empty = 0;
  while (target !== undefined) {
    if (seen.has(target)) {
      throw new Failure('malformed', 'The pages of an answer go in a circle.', {
        code: 'graph-link-circle',
        fix: 'Try again; if it stays, report it with the request id.',
      });
    }
    const { value }: { value: { value: Static<Item>[]; '@odata.nextLink'?: string } } = await graph.request({
      ...request,
      target,
      schema,
    });
    yield value.value;
    if (value.value.length > 0) seen.add(target);
    empty = value.value.length > 0 ? 0 : empty + 1;
    if (empty > mostEmptyPages) throw endlessPages();
    target = value['@odata.nextLink'];
  }
}

/** Pages that bring nothing, and a link behind each. */
export function endlessPages(): Failure {
  return new Failure('unavailable', 'The service answers with pages that bring nothing and never end.', {
    code: 'graph-endless-pages',
    fix: 'Try again later.',
  });
}
