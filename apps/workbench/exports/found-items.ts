import { itemsById } from '#catalogue';
import type { MatterId } from '#evidence';
import type { ItemKey } from '#export';
import type { Reader } from '#platform';
import { findHits, type Search } from '#search';

const pageLength = 500;

/** What a search finds in a matter, page by page, as an export takes it. */
export async function* foundItems(
  reader: Reader,
  matter: MatterId,
  search: Search,
): AsyncGenerator<readonly ItemKey[]> {
  let after: string | undefined;
  do {
    const page = await findHits(reader, search, { limit: pageLength, ...(after === undefined ? {} : { after }) });
    const ids = page.hits.map(({ id }) => id);
    yield await itemsById(reader, matter, ids);
    after = page.next ?? undefined;
  } while (after !== undefined);
}
