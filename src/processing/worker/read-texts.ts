/** What a text process runs: one message in, then the text of its attachments as they are asked for. */
import { createHash } from 'node:crypto';
import { attachedFiles, type AttachedFile, documentLimits, extractText } from '#formats';
import { watchMemory } from './watch-memory.ts';
import type { ReadText, TextReply, TextRequest } from './text-protocol.ts';

let files: ReadonlyMap<string, AttachedFile> = new Map();

async function answer(request: TextRequest): Promise<TextReply> {
  if (request.kind === 'open') {
    files = new Map(attachedFiles(request.bytes).map((file) => [file.part, file]));
    return { kind: 'opened' };
  }
  return { kind: 'read', ...(await read(request)) };
}

async function read({ part, digest }: Extract<TextRequest, { kind: 'read' }>): Promise<ReadText> {
  const file = files.get(part);
  const bytes = file?.read(documentLimits.fileBytes + 1);
  if (file === undefined || bytes === undefined) return unread('The part is not in the message.');
  const isWhole = bytes.length <= documentLimits.fileBytes;
  // Bytes that are not what was listed must not be read as if they were.
  if (isWhole && createHash('sha256').update(bytes).digest('hex') !== digest) return unread('Its SHA-256 differs.');
  const { kind: format, text, exceptions } = await extractText({ ...file, bytes });
  return { format, text, exceptions };
}

function unread(detail: string): ReadText {
  return { format: 'unknown', text: '', exceptions: [{ reason: 'altered', detail }] };
}

function fail(thrown: unknown): never {
  process.stderr.write(`Error: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exit(1);
}

watchMemory(Number(process.argv[2]));
process.on('message', (request: TextRequest) => {
  answer(request).then((reply) => process.send?.(reply), fail);
});
// What a terminal or a service manager sends to all processes at once is for whoever started this; it says when to end.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.once('disconnect', () => process.exit());
process.send?.('ready');
