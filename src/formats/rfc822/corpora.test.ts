import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { simpleParser } from 'mailparser';
import { beforeAll, expect, test } from 'vitest';
import { tarMembers } from '../tar/read-tar.ts';
import { parseMessage } from './parse-message.ts';

const corpus = fileURLToPath(new URL('../../../../shared/corpora/mail.tar.gz', import.meta.url));
const isSoak = process.env.SOAK === '1';
const absent = 'corpora not there';
/** Of the messages: one in so many, unless all are asked for. */
const everyNth = isSoak ? 1 : 15;

const sample: Buffer[] = [];

beforeAll(async () => {
  if (!existsSync(corpus)) return;
  const tar = gunzipSync(readFileSync(corpus));
  const input = {
    size: tar.length,
    read: (start: number, length: number) => Promise.resolve(tar.subarray(start, start + length)),
  };
  let count = 0;
  for await (const member of tarMembers(input)) {
    if (!member.isFile || !member.name.endsWith('.eml')) continue;
    if (count % everyNth === 0) sample.push(tar.subarray(member.start, member.start + member.size));
    count += 1;
  }
});

/** Decodes every part by Python's own mail library. */
const oracle = `
import sys, json, hashlib, email
for line in sys.stdin:
    with open(line.strip(), 'rb') as file:
        message = email.message_from_bytes(file.read())
    digests = []
    for part in message.walk():
        if not part.is_multipart():
            digests.append([part.get_content_type(), hashlib.sha256(part.get_payload(decode=True) or b'').hexdigest()])
    print(json.dumps(digests))
`;

type PythonParts = readonly (readonly [string, string])[];

function pythonDigests(): readonly PythonParts[] | null {
  const folder = mkdtempSync(join(tmpdir(), 'chainmail-corpora-'));
  try {
    const paths = sample.map((bytes, at) => join(folder, `${String(at)}.eml`));
    for (const [at, path] of paths.entries()) writeFileSync(path, sample[at]!);
    const python = spawnSync('python3', ['-c', oracle], {
      input: paths.join('\n'),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    if (python.error !== undefined || python.status !== 0) return null;
    return python.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PythonParts);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('real mail has attachments with the digests that Python finds', (context) => {
  if (sample.length === 0) context.skip(absent);
  const digests = pythonDigests();
  if (digests === null) return context.skip('python3 not there');
  let equal = 0;
  const different: string[] = [];
  for (const [at, bytes] of sample.entries()) {
    const found = new Set(digests[at]!.map(([, digest]) => digest));
    for (const { digest, mediaType } of parseMessage(bytes).attachments) {
      // Python takes message/* apart differently.
      if (mediaType.startsWith('message/')) continue;
      if (found.has(digest ?? '')) equal += 1;
      else different.push(`${String(at)} ${mediaType}`);
    }
  }
  expect(equal).toBeGreaterThan(isSoak ? 180 : 8);
  // Of base64 that is cut in the middle of a group Python gives the text instead of the bytes; of a boundary that is
  // folded it finds no parts.
  expect(different.length, different.join()).toBeLessThanOrEqual(isSoak ? 4 : 1);
}, 120_000);

test('real mail has the addresses, subjects and identifiers that another parser finds', async (context) => {
  if (sample.length === 0) context.skip(absent);
  const squeeze = (text: string | undefined | null): string => (text ?? '').replaceAll(/\s+/g, '');
  const differences = { subject: 0, from: 0, messageId: 0, attachments: 0 };
  for (const bytes of sample) {
    const message = parseMessage(bytes);
    const other = await simpleParser(bytes, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true });
    const from = (other.from?.value ?? []).map(({ address }) => (address ?? '').toLowerCase());
    if (squeeze(message.subject) !== squeeze(other.subject)) differences.subject += 1;
    if (message.from.map(({ address }) => address.toLowerCase()).join() !== from.join()) differences.from += 1;
    if (squeeze(message.messageId) !== squeeze(other.messageId)) differences.messageId += 1;
    const digestless = message.attachments.filter(({ digest }) => digest === null).length;
    differences.attachments += digestless;
  }
  const allowed = Math.ceil(sample.length / 100);
  expect(differences.attachments).toBe(0);
  for (const [what, count] of Object.entries(differences)) expect(count, what).toBeLessThanOrEqual(allowed);
}, 120_000);

test('real mail is read without exceptions, and what is read is well-formed', (context) => {
  if (sample.length === 0) context.skip(absent);
  for (const bytes of sample) {
    const message = parseMessage(bytes);
    expect(message.exceptions).toEqual([]);
    expect(JSON.stringify({ ...message, fields: [] })).not.toMatch(/\\u0000|\\ud[89a-f]/);
  }
});
