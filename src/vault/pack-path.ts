import { Failure } from '#evidence';
import type { NewPack } from './contract.ts';

/** What follows the name of a pack file that is not sealed. */
export const openSuffix = '.open';

const id = '[A-Za-z0-9][A-Za-z0-9_-]{0,99}';
const month = `${id}/\\d{4}/\\d{2}`;
const sealedPattern = new RegExp(`^packs/${id}/\\d{4}/\\d{2}/${id}\\.tar$`);
const quarantinedPattern = new RegExp(`^quarantine/${month}/${id}(\\.[1-9]\\d{0,5})?\\.tar(\\.open)?$`);

/**
 * `packs/<matter>/<yyyy>/<mm>/<id>.tar`, by the UTC month it was opened in.
 * Failure `malformed` when an id could not be part of a path.
 */
export function pathOfPack(pack: NewPack): string {
  const at = pack.openedAt.toISOString();
  const path = `packs/${pack.matter}/${at.slice(0, 4)}/${at.slice(5, 7)}/${pack.id}.tar`;
  if (sealedPattern.test(path)) return path;
  throw new Failure('malformed', `No pack can rest at ${JSON.stringify(path)}.`, { code: 'vault-path' });
}

/**
 * The path, if it is one of a vault: nothing else is ever joined to the vault's folder.
 * Failure `malformed` for everything else (`..`, absolute paths, other names).
 */
export function checkPath(path: string): string {
  if (sealedPattern.test(path) || quarantinedPattern.test(path)) return path;
  throw new Failure('malformed', `${JSON.stringify(path)} is not the path of a pack.`, {
    code: 'vault-path',
    fix: 'Give a path as the vault lists it: packs/<matter>/<yyyy>/<mm>/<id>.tar.',
  });
}

export function isQuarantined(path: string): boolean {
  return quarantinedPattern.test(path);
}

/** Where a pack goes aside; `number` tells apart packs that would otherwise meet there. */
export function quarantinePath(path: string, found: { readonly open: boolean; readonly number: number }): string {
  const aside = path.replace(/^packs\//, 'quarantine/').replace(/\.tar$/, '');
  const number = found.number === 0 ? '' : `.${String(found.number)}`;
  return `${aside}${number}.tar${found.open ? openSuffix : ''}`;
}
