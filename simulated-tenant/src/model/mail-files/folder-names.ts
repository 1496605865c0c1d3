// What mail programs call the folders every mailbox has, in lower case.
const wellKnown: Readonly<Record<string, string>> = {
  inbox: 'inbox',
  sent: 'sentitems',
  'sent items': 'sentitems',
  'sent mail': 'sentitems',
  'sent messages': 'sentitems',
  drafts: 'drafts',
  trash: 'deleteditems',
  'deleted items': 'deleteditems',
  'deleted messages': 'deleteditems',
  junk: 'junkemail',
  spam: 'junkemail',
  'junk email': 'junkemail',
  'junk e-mail': 'junkemail',
  archive: 'archive',
  outbox: 'outbox',
  'recoverable items': 'recoverableitemsroot',
};
const recoverable: Readonly<Record<string, string>> = {
  deletions: 'recoverableitemsdeletions',
  purges: 'recoverableitemspurges',
  versions: 'recoverableitemsversions',
  discoveryholds: 'recoverableitemsdiscoveryholds',
};

/** The standard folder a directory stands for, by its path below the mailbox; null for one to create. */
export function standardFolder(path: readonly string[]): string | null {
  const [first, second, ...deeper] = path.map((name) => name.toLowerCase());
  if (first === undefined) return 'inbox';
  if (second === undefined) return wellKnown[first] ?? null;
  return first === 'recoverable items' && deeper.length === 0 ? (recoverable[second] ?? null) : null;
}
