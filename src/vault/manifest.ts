import { createHash } from 'node:crypto';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Failure, type CollectionId, type Digest, type ItemId, type MailboxId, type MatterId } from '#evidence';
import { tarMembers, type TarInput, type TarMember } from '#formats';
import type { ManifestEntry, ManifestLine } from './contract.ts';

/** The last member of every sealed pack. */
export const manifestName = 'manifest.jsonl';

// A manifest is read into memory; ours have about 700 bytes for each item.
const largestManifest = 1024 * 1024 * 1024;

const instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z$' });
const entrySchema = Compile(
  Type.Object({
    digest: Type.Unsafe<Digest>(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    matter: Type.Unsafe<MatterId>(Type.String()),
    matterName: Type.String(),
    collection: Type.Unsafe<CollectionId>(Type.String()),
    custodian: Type.String(),
    tenant: Type.String(),
    mailbox: Type.Unsafe<MailboxId>(Type.String()),
    sourceMailbox: Type.String(),
    address: Type.String(),
    item: Type.Unsafe<ItemId>(Type.String()),
    version: Type.Integer({ minimum: 1 }),
    changeKey: Type.String(),
    fingerprint: Type.String(),
    isDraft: Type.Boolean(),
    internetMessageId: Type.Union([Type.String(), Type.Null()]),
    sourceFolderId: Type.String(),
    folderPath: Type.String(),
    place: Type.String(),
    receivedAt: Type.Union([instant, Type.Null()]),
    collectedAt: instant,
  }),
);

/** One line for each entry, each ended by a line feed. */
export function writeManifest(entries: readonly ManifestEntry[]): Uint8Array {
  return Buffer.concat(entries.map((entry) => Buffer.from(`${JSON.stringify(entry)}\n`)));
}

/**
 * The manifest of a pack.
 * Failure `malformed` when the pack is damaged, its last member is not a manifest, or a line is not an entry.
 */
export async function readManifest(input: TarInput): Promise<readonly ManifestLine[]> {
  let last: TarMember | null = null;
  for await (const member of tarMembers(input)) last = member;
  if (last?.name !== manifestName || !last.isFile) throw malformed('it is not the last member.');
  return parseManifest(input, last);
}

/** The manifest that is this member of a pack. Failure `malformed` when a line is not an entry. */
export async function parseManifest(input: TarInput, member: TarMember): Promise<readonly ManifestLine[]> {
  if (member.size > largestManifest) throw malformed('it is larger than 1 GiB.');
  const bytes = Buffer.from(await input.read(member.start, member.size));
  if (bytes.length !== member.size || (bytes.length > 0 && bytes.at(-1) !== 0x0a)) throw malformed('it is cut off.');
  const lines: ManifestLine[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(0x0a, at);
    lines.push(parseLine(bytes.subarray(at, end), lines.length + 1));
    at = end + 1;
  }
  return lines;
}

function parseLine(line: Buffer, number: number): ManifestLine {
  let value: unknown;
  try {
    value = JSON.parse(line.toString('utf8'));
  } catch (cause) {
    throw malformed(`line ${String(number)} is not JSON.`, cause);
  }
  if (entrySchema.Check(value)) {
    const lineDigest = createHash('sha256').update(line).digest('hex') as Digest;
    return { ...value, lineDigest };
  }
  const [error] = entrySchema.Errors(value);
  throw malformed(`line ${String(number)} is not an entry: ${error?.instancePath ?? ''} ${error?.message ?? ''}.`);
}

function malformed(detail: string, cause?: unknown): Failure {
  return new Failure('malformed', `The manifest of the pack cannot be read: ${detail}`, {
    code: 'vault-manifest',
    fix: 'Run `chainmail vault verify`; restore the pack from a backup.',
    cause,
  });
}
