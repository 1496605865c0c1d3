import type { MatterId } from '#evidence';
import { findMatter, listMatters } from '#catalogue';
import type { Reader } from '#platform';
import { UsageError } from '../frame/usage-error.ts';

/**
 * The matters a search may look into: the one that is named, all when that was said, or the only one there is.
 * Matters are walls, so nothing is guessed among several.
 */
export async function chooseMatters(
  reader: Reader,
  asked: { readonly matter: string | undefined; readonly isAll: boolean },
): Promise<readonly MatterId[]> {
  const { matter, isAll } = asked;
  if (matter !== undefined && isAll) throw new UsageError('Give --matter or --all-matters, not both.');
  if (matter !== undefined) {
    const found = await findMatter(reader, matter);
    if (found !== null) return [found.id];
    const known = (await listMatters(reader)).map(({ name }) => `"${name}"`);
    throw new UsageError(
      `There is no matter "${matter}".`,
      known.length === 0 ? undefined : `There are ${known.join(', ')}.`,
    );
  }
  const all = await listMatters(reader);
  if (isAll || all.length <= 1) return all.map(({ id }) => id);
  throw new UsageError(
    'Which matter?',
    `Give --matter with one of ${all.map(({ name }) => `"${name}"`).join(', ')}, or --all-matters.`,
  );
}
