import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readTarAhead } from './read-ahead.ts';
import { tarMembers, type TarInput, type TarMember } from './read-tar.ts';
import { largestOctalSize } from './tar-block.ts';
import { tarEnd, tarHeader, tarPadding } from './write-tar.ts';

const modifiedAt = new Date('2026-01-31T09:30:00Z');
const systemTar = spawnSync('tar', ['--version']).status === 0;

interface Body {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function archive(bodies: readonly Body[]): Buffer {
  const parts = bodies.flatMap(({ name, bytes }) => [
    tarHeader({ name, size: bytes.length, modifiedAt }),
    bytes,
    tarPadding(bytes.length),
  ]);
  return Buffer.concat([...parts, tarEnd]);
}

function inputOf(bytes: Uint8Array): TarInput {
  return { size: bytes.length, read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)) };
}

async function membersOf(input: TarInput): Promise<TarMember[]> {
  return Array.fromAsync(tarMembers(input));
}

const name = fc
  .array(
    fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((part) => part !== '..' && !/[/\u0000]/.test(part)),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join('/'));
const body = fc.record({ name, bytes: fc.uint8Array({ maxLength: 3000 }) });

test('reads back every name and every byte that was written', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(body, { maxLength: 6 }), fc.integer({ min: 1, max: 5000 }), async (bodies, step) => {
      const tar = archive(bodies);
      const members = await membersOf(readTarAhead(inputOf(tar), step));
      expect(members.map((member) => member.name)).toEqual(bodies.map((each) => each.name));
      for (const [index, member] of members.entries()) {
        expect(tar.subarray(member.start, member.start + member.size).equals(bodies[index]!.bytes)).toBe(true);
        expect(member.isFile).toBe(true);
      }
    }),
  );
});

test('finds any change of a header', async () => {
  const tar = archive([{ name: 'a', bytes: Buffer.from('mail') }]);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 511 }), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const changed = Buffer.from(tar);
      changed[at]! ^= flip;
      // The last two bytes of the checksum field end it; readers may take NUL and space for one another.
      fc.pre(at < 154 || at > 155);
      await expect(membersOf(inputOf(changed))).rejects.toMatchObject({ kind: 'malformed' });
    }),
  );
});

test('finds a tar file that ends too early, wherever it was cut', async () => {
  const tar = archive([
    { name: 'a', bytes: Buffer.alloc(700, 1) },
    { name: 'ä'.repeat(80), bytes: Buffer.alloc(10) },
  ]);
  for (let length = 0; length < tar.length; length += 64) {
    await expect(membersOf(inputOf(tar.subarray(0, length)))).rejects.toMatchObject({ kind: 'malformed' });
  }
});

test('finds bytes after the end, and takes zeros there', async () => {
  const tar = archive([{ name: 'a', bytes: Buffer.from('mail') }]);
  await expect(membersOf(inputOf(Buffer.concat([tar, Buffer.alloc(9216)])))).resolves.toHaveLength(1);
  await expect(membersOf(inputOf(Buffer.concat([tar, Buffer.from('more')])))).rejects.toMatchObject({
    message: 'The tar file is damaged: there are bytes after its end.',
  });
});

test('survives hostile bytes: it reads or says malformed, and ends', async () => {
  const seed = archive([{ name: 'é'.repeat(90), bytes: Buffer.alloc(600, 7) }]);
  const hostile = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(hostile, async (changes) => {
      const bytes = Buffer.from(seed);
      for (const [at, value] of changes) bytes[at] = value;
      const outcome = await membersOf(inputOf(bytes)).catch((thrown: unknown) => thrown);
      if (!Array.isArray(outcome)) expect(outcome).toMatchObject({ kind: 'malformed' });
    }),
  );
});

test.each(['', '/etc/passwd', 'a//b', '../up', 'a/..', 'nul\u0000', '\ud800'])('refuses %j as a name', (bad) => {
  expect(() => tarHeader({ name: bad, size: 0, modifiedAt })).toThrow(expect.objectContaining({ code: 'tar-name' }));
});

test('the system tar unpacks what was written, long and foreign names included', async ({ skip }) => {
  skip(!systemTar, 'tar is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-tar-'));
  try {
    const bodies = ['plain', `${'long/'.repeat(40)}name`, 'Grüße/Ä – 漢字', 'x'.repeat(100), 'y'.repeat(101)].map(
      (each, index) => ({
        name: each,
        bytes: Buffer.alloc(index * 511, index),
      }),
    );
    await writeFile(join(folder, 'a.tar'), archive(bodies));
    execFileSync('tar', ['xf', 'a.tar'], { cwd: folder });
    for (const each of bodies) expect((await readFile(join(folder, each.name))).equals(each.bytes)).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('what the system tar packed is read, in the ustar, pax and gnu formats', async ({ skip }) => {
  skip(!systemTar, 'tar is not installed');
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-tar-'));
  try {
    await writeFile(join(folder, 'mail.eml'), 'Subject: x\r\n\r\n');
    for (const format of ['ustar', 'pax', 'gnu']) {
      execFileSync('tar', ['cf', 'b.tar', `--format=${format}`, 'mail.eml'], { cwd: folder });
      const tar = await readFile(join(folder, 'b.tar'));
      const [member] = await membersOf(inputOf(tar));
      expect(member).toMatchObject({ name: 'mail.eml', size: 14, isFile: true });
      expect(tar.subarray(member!.start, member!.start + 14).toString()).toBe('Subject: x\r\n\r\n');
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a body of more than 8 GiB is written with a pax size that we and the system tar read', async () => {
  const size = largestOctalSize + 1025;
  const after = Buffer.from('after');
  const folder = await mkdtemp(join(tmpdir(), 'chainmail-tar-'));
  try {
    const header = tarHeader({ name: 'huge', size, modifiedAt });
    const second = Buffer.concat([tarHeader({ name: 'after', size: 5, modifiedAt }), after, tarPadding(5), tarEnd]);
    await using file = await open(join(folder, 'huge.tar'), 'w+');
    await file.write(header, 0, header.length, 0);
    const next = header.length + size + tarPadding(size).length;
    // A hole: nothing of the 8 GiB is on the disk.
    await file.write(second, 0, second.length, next);
    const input: TarInput = {
      size: next + second.length,
      read: async (start, length) => {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, start);
        return buffer.subarray(0, bytesRead);
      },
    };
    expect(await membersOf(input)).toEqual([
      { name: 'huge', size, start: header.length, isFile: true },
      { name: 'after', size: 5, start: next + 512, isFile: true },
    ]);
    if (!systemTar) return;
    const listed = execFileSync('tar', ['tvnf', 'huge.tar'], { cwd: folder, encoding: 'utf8' });
    expect(listed).toMatch(new RegExp(`${String(size)} .*huge\\n.* 5 .*after\\n`));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('equal input gives equal bytes', () => {
  const make = (): string =>
    createHash('sha256')
      .update(archive([{ name: 'é', bytes: Buffer.from('x') }]))
      .digest('hex');
  expect(make()).toBe(make());
});
