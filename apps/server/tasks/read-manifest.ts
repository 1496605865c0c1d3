import { createReadStream } from 'node:fs';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';

/** One exported file as the manifest has it. */
export const ManifestLine = Type.Object({ path: Type.String(), digest: Type.String(), size: Type.Integer() });
export type ManifestLine = Static<typeof ManifestLine>;

export interface ManifestPage {
  readonly items: readonly ManifestLine[];
  /** The byte at which the next line begins; null behind the last one. */
  readonly next: number | null;
}

const newline = 0x0a;

/**
 * Lines of `manifest.jsonl` from a byte at which one begins: no more of the file is read than they take.
 * Failures: `not-found` when the file is gone, `malformed` where there is no line.
 */
export async function manifestPage(file: string, at: { from: number; limit: number }): Promise<ManifestPage> {
  const items: ManifestLine[] = [];
  let next = at.from;
  try {
    for await (const line of linesFrom(file, at.from)) {
      if (items.length === at.limit) return { items, next };
      items.push(parsed(line));
      next += line.length + 1;
    }
  } catch (thrown) {
    if ((thrown as { code?: string }).code !== 'ENOENT') throw thrown;
    throw new Failure('not-found', 'The files of this export are not on the server any more.', {
      code: 'export-files-gone',
      fix: 'Export it anew; the receipt stays.',
      cause: thrown,
    });
  }
  return { items, next: null };
}

async function* linesFrom(file: string, from: number): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of createReadStream(file, { start: from }) as AsyncIterable<Buffer>) {
    rest = Buffer.concat([rest, piece]);
    let begin = 0;
    for (let end = rest.indexOf(newline); end !== -1; end = rest.indexOf(newline, begin)) {
      yield rest.subarray(begin, end);
      begin = end + 1;
    }
    rest = rest.subarray(begin);
  }
}

function parsed(line: Buffer): ManifestLine {
  try {
    return Value.Parse(ManifestLine, JSON.parse(line.toString('utf8')));
  } catch (cause) {
    throw new Failure('malformed', 'There is no line of the manifest at this place.', {
      code: 'bad-page-cursor',
      fix: 'Give the `next` of the page before, or no cursor for the first page.',
      cause,
    });
  }
}
