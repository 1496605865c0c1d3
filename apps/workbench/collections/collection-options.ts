import type { CollectionOptions, SourceQuery } from '#collector';
import { Failure } from '#evidence';

export interface WantedOptions {
  readonly drafts: boolean;
  /** Undefined: as it is by default. */
  readonly hidden: boolean | undefined;
  readonly recoverable: boolean | undefined;
  /** Narrows the collection at the source; null: everything is listed. */
  readonly query: SourceQuery | null;
}

/**
 * What a collection is asked for. Recoverable Items are in unless they are left out, hidden folders are not unless they
 * are asked for. The search of the service covers neither, so a collection that is narrowed by it has neither; failure
 * `malformed` (`places-not-searched`) where they were asked for by name.
 */
export function collectionOptions(wanted: WantedOptions): CollectionOptions {
  const { drafts, hidden, recoverable, query } = wanted;
  if (query === null) return { drafts, force: false, hidden: hidden ?? false, recoverable: recoverable ?? true };
  if (hidden === true || recoverable === true) {
    throw new Failure(
      'malformed',
      'The search of the service does not look into hidden folders or Recoverable Items.',
      {
        code: 'places-not-searched',
        fix: 'Collect them without a query, and search what was collected.',
      },
    );
  }
  return { drafts, force: false, hidden: false, recoverable: false, query };
}
