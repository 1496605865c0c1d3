import { createHash } from 'node:crypto';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Failure } from '#evidence';
import type { ExportReceiptBody } from './export-body.ts';
import { listed } from './verify-packs.ts';

/** A folder that was handed out, or a copy of it. */
export interface HandedOutFiles {
  /** Every file below it, relative and with `/`. */
  list(): Promise<readonly string[]>;
  /** The bytes of a file; null when there is none. */
  read(path: string): AsyncIterable<Uint8Array> | null;
  /** Files that lie there beside what was handed out: the receipt itself. */
  readonly besides: readonly string[];
}

const compiled = Compile(
  Type.Object({
    path: Type.String({ minLength: 1 }),
    digest: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    size: Type.Integer({ minimum: 0 }),
  }),
);
/** A line of a manifest is a path and some facts; a longer one is none of ours. */
const longestLine = 1024 * 1024;

/**
 * Whether a folder holds exactly the files an export receipt states: every index by the digest that was signed, every
 * file by the digest in the manifest, nothing missing, nothing beside them.
 */
export async function checkFiles(
  body: ExportReceiptBody,
  files: HandedOutFiles,
): Promise<{ readonly passed: boolean; readonly detail: string }> {
  const faults: string[] = [];
  const known = new Set(files.besides);
  for (const index of body.indexes) {
    known.add(index.path);
    const fault = await faultOf(index, files);
    if (fault !== null) faults.push(fault);
  }
  if (faults.length > 0) return { passed: false, detail: listed(faults) };
  const manifest = files.read(body.manifest);
  if (manifest === null) return { passed: false, detail: `${body.manifest} is missing.` };
  const found = { count: 0, bytes: 0 };
  for await (const entry of entriesOf(manifest, body.manifest)) {
    known.add(entry.path);
    found.count += 1;
    found.bytes += entry.size;
    const fault = await faultOf(entry, files);
    if (fault !== null) faults.push(fault);
  }
  for (const path of await files.list()) if (!known.has(path)) faults.push(`${path} was not handed out with them`);
  const isStated = found.count === body.files.count && found.bytes === body.files.bytes;
  if (!isStated) faults.push('the manifest does not list what the receipt states');
  if (faults.length > 0) return { passed: false, detail: listed(faults) };
  return { passed: true, detail: `All ${String(found.count)} files are there, and their bytes are unchanged.` };
}

interface Entry {
  readonly path: string;
  readonly digest: string;
  readonly size: number;
}

async function faultOf({ path, digest }: Entry, files: HandedOutFiles): Promise<string | null> {
  const bytes = files.read(path);
  if (bytes === null) return `${path} is missing`;
  const hash = createHash('sha256');
  for await (const chunk of bytes) hash.update(chunk);
  return hash.digest('hex') === digest ? null : `${path} was changed`;
}

async function* entriesOf(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Entry> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestLine) throw notAManifest(name);
    for (const line of lines) yield entryOf(line, name);
  }
  if (rest !== '') yield entryOf(rest, name);
}

function entryOf(line: string, name: string): Entry {
  try {
    const value: unknown = JSON.parse(line);
    if (compiled.Check(value)) return value;
  } catch {
    // Said below, as what is not an entry.
  }
  throw notAManifest(name);
}

function notAManifest(name: string): Failure {
  return new Failure('malformed', `${name} holds a line that is no entry of a manifest.`, {
    code: 'export-manifest-unreadable',
    fix: 'Verify the folder as it was handed out, with the version of Chainmail that wrote it or a newer one.',
  });
}
