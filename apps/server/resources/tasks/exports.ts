import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Type from 'typebox';
import { actorOf } from '#access';
import { recordAct, receiptsOfExport, receiptSummary, receiptText } from '#custody';
import { findCollection } from '#collector';
import { Failure, type ExportId, type MatterId } from '#evidence';
import { manifestNames } from '#export';
import { newId } from '#platform';
import { decodeCursor, encodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { once } from '../../http/idempotency.ts';
import { Id, Instant, pageOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { exportFolder } from '../../tasks/run-export-task.ts';
import { ManifestLine, manifestPage } from '../../tasks/read-manifest.ts';
import { findLink, findTask, insertLink, pageOfTasks, type Task } from '../../tasks/store-tasks.ts';
import { tarOfFolder } from '../../tasks/tar-of-folder.ts';
import { ExportRequestBody, type ExportRequestBody as ExportWish } from '../../tasks/task-requests.ts';
import { searchOf } from '../review/search-query.ts';
import { matterOfTask, ShownTask, taskOf, taskParams, toTask } from './task-json.ts';
import { readRange, sendRange } from './send-range.ts';
import { beginTask } from './tasks.ts';

const linkMs = 24 * 3_600_000;

/** Handing out: exports, their receipts, and links to their files that expire. */
export function exportRoutes(app: App, parts: Parts): void {
  start(app, parts);
  list(app, parts);
  receipt(app, parts);
  manifest(app, parts);
  link(app, parts);
  download(app, parts);
}

function start(app: App, parts: Parts): void {
  app.post(
    '/api/v1/matters/:matter/exports',
    {
      schema: {
        operationId: 'startExport',
        summary: 'Write messages as files to hand out; follow it at /jobs/{id}',
        params: Type.Object({ matter: Id }),
        body: ExportRequestBody,
        response: { 202: Type.Object({ id: Id }) },
      },
    },
    (request, reply) =>
      once(parts, { request, reply }, async () => {
        await requireSelection(parts, request.params.matter as MatterId, request.body);
        const id = await beginTask(parts, request, { kind: 'export', request: request.body });
        return { status: 202, answer: { id } };
      }),
  );
}

/** What cannot be meant is an answer now, not a failed task later. */
async function requireSelection(
  { database, clock }: Parts,
  matter: MatterId,
  { selection }: ExportWish,
): Promise<void> {
  const { reader } = database;
  if (selection.kind === 'collection') {
    const collection = await findCollection(reader, selection.collection);
    if (collection.matter !== matter)
      throw new Failure('not-found', 'There is no such collection.', { code: 'no-collection' });
  }
  if (selection.kind === 'query') {
    const { q, filters } = selection;
    await searchOf({ reader, matter, now: clock.now() }, { ...filters, ...(q === undefined ? {} : { q }) });
  }
}

function list(app: App, parts: Parts): void {
  app.get(
    '/api/v1/matters/:matter/exports',
    {
      schema: {
        operationId: 'listExports',
        summary: 'Exports of the matter, newest first',
        params: Type.Object({ matter: Id }),
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(ShownTask) },
      },
    },
    async (request) => {
      const { cursor, limit } = request.query;
      const before = decodeCursor(cursor, Type.Tuple([Id]))?.[0] ?? null;
      const of = { matter: request.params.matter as MatterId, kind: 'export' } as const;
      const rows = await pageOfTasks(parts.database.reader, of, { before, limit: limit + 1 });
      const { items, next } = page(rows, limit, ({ id }) => [id]);
      return { items: items.map(toTask), next };
    },
  );
}

function receipt(app: App, parts: Parts): void {
  app.get(
    '/api/v1/exports/:id/receipt',
    {
      config: { matterOf: matterOfTask(parts) },
      schema: {
        operationId: 'readExportReceipt',
        summary: 'The signed receipt of an export, in words and as it was signed',
        params: taskParams,
        response: { 200: Type.Object({ id: Id, issuedAt: Instant, summary: Type.String(), text: Type.String() }) },
      },
    },
    async (request) => {
      const task = finished(await taskOf(parts, request));
      const receipts = await receiptsOfExport(parts.database.reader, String(task.result?.export) as ExportId);
      const newest = receipts.at(-1);
      if (newest === undefined) throw new Failure('not-found', 'There is no receipt yet.', { code: 'no-receipt-yet' });
      const { receiptId: id, issuedAt } = newest.body;
      return { id, issuedAt, summary: receiptSummary(newest), text: receiptText(newest) };
    },
  );
}

function manifest(app: App, parts: Parts): void {
  app.get(
    '/api/v1/exports/:id/manifest',
    {
      config: { matterOf: matterOfTask(parts) },
      schema: {
        operationId: 'listExportFiles',
        summary: 'The manifest of an export: every file with its digest, in the order they were written',
        params: taskParams,
        querystring: Type.Object(pageQuery),
        response: { 200: pageOf(ManifestLine) },
      },
    },
    async (request) => {
      const { id } = finished(await taskOf(parts, request));
      const { cursor, limit } = request.query;
      const from = decodeCursor(cursor, Type.Tuple([Type.Integer({ minimum: 0 })]))?.[0] ?? 0;
      const file = join(exportFolder(parts.instance.dataFolder, id), manifestNames.jsonl);
      const { items, next } = await manifestPage(file, { from, limit });
      return { items: [...items], next: next === null ? null : encodeCursor([next]) };
    },
  );
}

function finished(task: Task): Task {
  if (task.kind === 'export' && task.state === 'done') return task;
  throw new Failure('conflict', 'The export is not finished.', { code: 'export-not-finished' });
}

function link(app: App, parts: Parts): void {
  app.post(
    '/api/v1/exports/:id/links',
    {
      config: { matterOf: matterOfTask(parts) },
      schema: {
        operationId: 'createDownloadLink',
        summary: 'A link to the files, for a day; whoever has it can fetch them',
        params: taskParams,
        response: { 201: Type.Object({ url: Type.String(), expiresAt: Instant }) },
      },
    },
    async (request, reply) => {
      const { database, clock } = parts;
      const task = finished(await taskOf(parts, request));
      const actor = actorOf(callerOf(request).person);
      const secret = randomBytes(32).toString('base64url');
      const at = clock.now();
      const expiresAt = new Date(at.getTime() + linkMs);
      const id = newId<string>();
      await database.transaction(async (tx) => {
        const made = { id, task: task.id, digest: digestOf(secret), createdBy: actor, createdAt: at, expiresAt };
        await insertLink(tx, made);
        const subject = { matter: task.matter, task: task.id, link: id, expiresAt: expiresAt.toISOString() };
        await recordAct(tx, { actor, action: 'download-link.created', subject, at });
      });
      return reply.code(201).send({ url: `/api/v1/downloads/${secret}`, expiresAt: expiresAt.toISOString() });
    },
  );
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function download(app: App, parts: Parts): void {
  app.get(
    '/api/v1/downloads/:secret',
    {
      schema: {
        operationId: 'download',
        summary: 'The files of an export as one tar; a download that broke off goes on with Range',
        params: Type.Object({ secret: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
        response: { 200: { content: { 'application/x-tar': { schema: Type.Unknown() } } } },
      },
    },
    async (request, reply) => {
      const { database, clock, instance } = parts;
      const found = await findLink(database.reader, digestOf(request.params.secret));
      const task = found === null ? null : await findTask(database.reader, found.task);
      if (found === null || task === null || found.expiresAt <= clock.now()) {
        throw new Failure('not-found', 'This link is not good any more.', {
          code: 'link-expired',
          fix: 'Ask for a new one: links are good for a day.',
        });
      }
      const name = `export-${task.id}`;
      const tar = await tarOfFolder(exportFolder(instance.dataFolder, task.id), name);
      const range = readRange(request, tar.size);
      if (range?.from === 0 || range === null) {
        const subject = { matter: task.matter, task: task.id, link: found.id, address: request.ip };
        await recordAct(database, { actor: 'system', action: 'export.downloaded', subject, at: clock.now() });
      }
      return sendRange(reply.header('content-disposition', `attachment; filename="${name}.tar"`), { tar, range });
    },
  );
}
