import type { FastifyRequest } from 'fastify';
import { actorOf } from '#access';
import { Failure, type CollectionId, type MatterId } from '#evidence';
import { findCollection, type CollectionRow } from '#collector';
import { callerOf } from '../../http/frame/guard.ts';
import type { Parts } from '../../parts.ts';
import { collectionsSeen, matterOfCollection, type CollectionFacts, type Visible } from './store-collection-pages.ts';

const nowhere = '00000000-0000-0000-0000-000000000000' as MatterId;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Which collections the caller may know of: an uploader their own, members those of their matters. */
export function visibleTo(request: FastifyRequest): Visible {
  const { person, memberships } = callerOf(request);
  const of = (isUploader: boolean): MatterId[] =>
    memberships.filter(({ role }) => (role === 'uploader') === isUploader).map(({ matter }) => matter);
  return {
    isEverything: person.instanceRole === 'auditor',
    matters: of(false),
    ownOf: of(true),
    actor: actorOf(person),
  };
}

/** For the guard: the matter of the collection in the path; for one that is not there, a matter nobody is a member of. */
export function matterOfPath({ database }: Parts) {
  return async (request: FastifyRequest): Promise<MatterId> => {
    const { id } = request.params as { id?: string };
    if (id === undefined || !uuid.test(id)) return nowhere;
    return (await matterOfCollection(database.reader, id)) ?? nowhere;
  };
}

/** The collection in the path, as far as the caller may know of it. Failure `not-found`. */
export async function seenCollection({ database }: Parts, request: FastifyRequest): Promise<CollectionFacts> {
  const { id } = request.params as { id: string };
  const [facts] = await collectionsSeen(database.reader, visibleTo(request), [id as CollectionId]);
  if (facts !== undefined) return facts;
  throw new Failure('not-found', 'There is no such collection.', { code: 'no-collection' });
}

/** The same as the collector knows it. */
export async function seenRow(parts: Parts, request: FastifyRequest): Promise<CollectionRow> {
  const { id } = await seenCollection(parts, request);
  return findCollection(parts.database.reader, id);
}
