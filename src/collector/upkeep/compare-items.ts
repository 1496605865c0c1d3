import {
  adoptedMatterName,
  cataloguedItems,
  itemsOfPack,
  nameOfFolder,
  recordedNames,
  type CataloguedItem,
  type PackRow,
} from '#catalogue';
import type { CollectionId, Digest } from '#evidence';
import type { Database } from '#platform';
import type { ManifestLine } from '#vault';
import type { VaultProblem } from './vault-problem.ts';

type Names = Awaited<ReturnType<typeof recordedNames>>;

/** Names that matters, folders and mailboxes were given since, read once when they are first needed. */
export function namesOnce(database: Database): () => Promise<Names> {
  let names: Promise<Names> | null = null;
  return () => (names ??= recordedNames(database.reader));
}

/** An item of which catalogue and manifest do not say the same. */
interface Difference {
  /** What is not the same, in one word or a few; items with the same are one problem. */
  readonly what: string;
  /** Of the first of them. */
  readonly detail: string;
  readonly digest: string;
  readonly address: string;
  readonly collection: string;
}

/**
 * Compares the items of the catalogue that rest in a pack with the lines of its manifest, both ways and in everything
 * the manifest says. A line whose item rests in another pack too was put into packs twice, which is no difference.
 * A matter, a folder or a mailbox may have another name now, when the audit trail says that it was renamed.
 */
export async function compareItems(
  { database, names }: { readonly database: Database; readonly names: () => Promise<Names> },
  pack: PackRow,
  manifest: readonly ManifestLine[],
): Promise<readonly VaultProblem[]> {
  const items = await itemsOfPack(database.reader, pack.id);
  const lines = Map.groupBy(manifest, keyOfLine);
  const differences: Difference[] = [];
  for (const item of items) {
    const difference = await compareItem(item, lines.get(keyOfItem(item)) ?? [], names);
    if (difference !== null) differences.push(difference);
  }
  const known = new Set(items.map(keyOfItem));
  const unknown = manifest.filter((line) => !known.has(keyOfLine(line)));
  const elsewhere = unknown.length === 0 ? new Set() : await cataloguedItems(database.reader, pack.matter, unknown);
  for (const [at, line] of unknown.entries()) if (!elsewhere.has(at)) differences.push(removed(line));
  return [...Map.groupBy(differences, ({ what }) => what).values()].map((group) => problemOf(pack, group));
}

function keyOfLine({ matter, tenant, sourceMailbox, item, version }: ManifestLine): string {
  return [matter, tenant, sourceMailbox, item, String(version)].map((part) => part.toWellFormed()).join(' ');
}

function keyOfItem({ matter, tenant, sourceMailbox, item, version }: CataloguedItem): string {
  return [matter, tenant ?? '', sourceMailbox ?? '', item, String(version)].join(' ');
}

async function compareItem(
  item: CataloguedItem,
  lines: readonly ManifestLine[],
  names: () => Promise<Names>,
): Promise<Difference | null> {
  const { digest, collection } = item;
  const address = item.address ?? item.mailbox;
  const at = { digest, collection, address };
  const named = `${item.item} of ${address}`;
  const [first] = lines;
  if (first === undefined)
    return { ...at, what: 'an item', detail: `the catalogue has ${named} in it, the manifest has not` };
  if (!item.isJoined)
    return {
      ...at,
      what: 'matter',
      detail: `${named} refers to a mailbox, folder, custodian or blob of another matter`,
    };
  const compared = [];
  for (const line of lines) compared.push(await differingFacts(item, line, names));
  const [fewest] = compared.sort((a, b) => a.length - b.length);
  const [fact] = fewest ?? [];
  if (fewest === undefined || fact === undefined) return null;
  const detail = `of ${named} the catalogue says ${fact.name} ${said(fact.inCatalogue)}, the manifest ${said(fact.inManifest)}`;
  return { ...at, what: fewest.map(({ name }) => name).join(', '), detail };
}

interface Fact {
  readonly name: string;
  readonly inCatalogue: string | null;
  readonly inManifest: string | null;
}

/** What a manifest line says and the catalogue says otherwise. */
async function differingFacts(
  item: CataloguedItem,
  line: ManifestLine,
  names: () => Promise<Names>,
): Promise<readonly Fact[]> {
  const differing = factsOf(item, line).filter(({ inCatalogue, inManifest }) => inCatalogue !== inManifest);
  const facts: Fact[] = [];
  for (const fact of differing) if (!(await isRenamed(fact.name, item, names))) facts.push(fact);
  return facts;
}

function factsOf(item: CataloguedItem, line: ManifestLine): readonly Fact[] {
  const fact = (name: string, inCatalogue: string | null, inManifest: string | null): Fact => ({
    name,
    inCatalogue,
    inManifest: inManifest?.toWellFormed() ?? null,
  });
  return [
    fact('matter name', isAdoptedName(item, line) ? line.matterName.toWellFormed() : item.matterName, line.matterName),
    fact('digest', item.digest, line.digest),
    fact('collection', item.collection, line.collection),
    fact('custodian', item.custodian, line.custodian.trim()),
    fact('address', item.address, line.address),
    fact('folder', item.sourceFolderId, line.sourceFolderId),
    fact('folder path', item.folderPath, line.folderPath),
    fact('place', item.place, line.place),
    fact('change key', item.changeKey, line.changeKey),
    fact('fingerprint', item.fingerprint, line.fingerprint),
    fact('draft', String(item.isDraft), String(line.isDraft)),
    fact('message id', item.internetMessageId, line.internetMessageId),
    fact('received', instantOf(item.receivedAt), instantOf(line.receivedAt)),
    fact('collected', instantOf(item.collectedAt), instantOf(line.collectedAt)),
  ];
}

/** A matter that was rebuilt while another one has its name: its id is added to it. */
function isAdoptedName({ matterName, matter }: CataloguedItem, line: ManifestLine): boolean {
  return matterName === adoptedMatterName({ id: matter, name: line.matterName });
}

function instantOf(value: Date | string | null): string | null {
  return value === null ? null : new Date(value).toISOString();
}

/** Whether the catalogue's name is one that was given in place of the one in the manifest, as the audit trail tells. */
async function isRenamed(fact: string, item: CataloguedItem, names: () => Promise<Names>): Promise<boolean> {
  if (fact === 'matter name') return (await names()).get(item.matter)?.has(item.matterName ?? '') === true;
  if (fact === 'address') return (await names()).get(item.mailbox)?.has(item.address ?? '') === true;
  if (fact !== 'folder path' && fact !== 'place') return false;
  const name = nameOfFolder(item.folderPath ?? '', item.place ?? '');
  return (await names()).get(item.folder)?.has(name) === true;
}

function removed({ item, address, digest, collection }: ManifestLine): Difference {
  const detail = `the manifest has ${item} of ${address}, the catalogue has not`;
  return { what: 'no item', detail, digest, collection, address };
}

function said(value: string | null): string {
  return value === null ? 'nothing' : `"${value}"`;
}

const digestsNamed = 20;

function problemOf(pack: PackRow, differences: readonly Difference[]): VaultProblem {
  const [first] = differences;
  const hit = Map.groupBy(differences, ({ address, collection }) => `${collection} ${address}`);
  return {
    kind: 'altered',
    pack: pack.path,
    members: differences.length,
    digests: differences.slice(0, digestsNamed).map(({ digest }) => digest as Digest),
    detail: `Catalogue and manifest do not say the same: ${first?.detail ?? ''}.`,
    hit: [...hit.values()].flatMap(([one, ...others]) =>
      one === undefined
        ? []
        : [{ collection: one.collection as CollectionId, mailbox: one.address, items: others.length + 1 }],
    ),
  };
}
