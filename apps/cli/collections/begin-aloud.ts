import type { CollectionId } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { beginCollection, type WantedCollection } from '../../workbench/collections/begin-collection.ts';
import type { Invocation } from '../frame/command-definition.ts';
import { working } from '../frame/listening.ts';

/** Begins a collection; null where its checks speak against it, which is shown. */
export async function beginAloud(
  invocation: Invocation,
  open: OpenConnection,
  wanted: WantedCollection,
): Promise<CollectionId | null> {
  const begun = await beginCollection(working(invocation), open, wanted);
  if (begun.kind === 'begun') return begun.collection;
  invocation.terminal.object({ collection: null, status: 'not-begun', checks: begun.troubles });
  invocation.terminal.note('Nothing was begun.');
  return null;
}
