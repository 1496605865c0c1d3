import { isZero, malformedTar, parsePaxRecords, parseTarHeader } from './parse-header.ts';
import { paddingAfter, tarBlock } from './tar-block.ts';

/** Bytes that can be read anywhere. */
export interface TarInput {
  readonly size: number;
  /** The bytes from `start`; fewer than `length` only at the end. */
  read(start: number, length: number): Promise<Uint8Array>;
}

export interface TarMember {
  readonly name: string;
  readonly size: number;
  /** Offset of the first byte of the body. */
  readonly start: number;
  /** False for folders, links and whatever else is not plain bytes. */
  readonly isFile: boolean;
}

const largestExtension = 1024 * 1024;
const tailChunk = 1024 * 1024;

/**
 * The members of a tar file in their order, headers only; bodies are read by `start` and `size`.
 * Reads ustar, pax and GNU's large numbers. Names are as they stand there: never use one as a path.
 * Failure `malformed` when a header is damaged, the file ends too early, or anything follows its end.
 */
export async function* tarMembers(input: TarInput): AsyncGenerator<TarMember, void, void> {
  let at = 0;
  let forAll: ReadonlyMap<string, string> = new Map();
  let forNext: ReadonlyMap<string, string> = new Map();
  for (;;) {
    const block = await input.read(at, tarBlock);
    if (block.length === tarBlock && isZero(block)) break;
    const header = parseTarHeader(block, at);
    const size = header.type === 'x' || header.type === 'g' ? header.size : sizeOf(header.size, forNext, forAll);
    const start = at + tarBlock;
    at = start + size + paddingAfter(size);
    if (at > input.size) throw malformedTar(`it ends within ${JSON.stringify(header.name)}.`);
    if (header.type === 'x' || header.type === 'g') {
      const records = await readExtension(input, start, size);
      if (header.type === 'x') forNext = records;
      else forAll = new Map([...forAll, ...records]);
      continue;
    }
    const name = forNext.get('path') ?? forAll.get('path') ?? header.name;
    forNext = new Map();
    yield { name, size, start, isFile: header.type === '0' };
  }
  await requireEnd(input, at);
}

function sizeOf(size: number, ...records: readonly ReadonlyMap<string, string>[]): number {
  const told = records.map((each) => each.get('size')).find((each) => each !== undefined);
  if (told === undefined) return size;
  const value = Number(told);
  if (!/^\d+$/.test(told) || !Number.isSafeInteger(value)) throw malformedTar('a pax size cannot be read.');
  return value;
}

async function readExtension(input: TarInput, start: number, size: number): Promise<ReadonlyMap<string, string>> {
  if (size > largestExtension) throw malformedTar('a pax extended header is larger than 1 MiB.');
  return parsePaxRecords(await input.read(start, size));
}

/** After the end there may be zeros up to a record's size, and nothing else. */
async function requireEnd(input: TarInput, end: number): Promise<void> {
  if (input.size < end + 2 * tarBlock) throw malformedTar('it has no end-of-archive mark.');
  for (let at = end; at < input.size; at += tailChunk) {
    const tail = await input.read(at, Math.min(tailChunk, input.size - at));
    if (!isZero(tail)) throw malformedTar('there are bytes after its end.');
  }
}
