import type { ItemId } from '#evidence';
import { everything } from '#evidence';
import type { SourceLaw, SourceStage } from './conformance-kit.ts';
import { instants, must, mustEqual, mustFail } from './conformance-kit.ts';
import { noEnd, walkFolder } from './testing.ts';

const manyAtOnce = 2_300;

/** Laws of `list` and `expected`. */
export const walkLaws: readonly SourceLaw[] = [
  {
    name: 'lists every item of a folder of more than 5,000, and counts as many apart from the walk',
    async check(stage) {
      const folder = stage.createFolder('Large');
      const ids = stage.deliver(folder, instants('2025-01-01T00:00:00Z', 5_200, 60_000));
      mustEqual((await walkFolder(stage.source, folder)).items.keys(), ids, 'items');
      const expected = await stage.source.expected(folder, everything, noEnd);
      must(expected === ids.length, `expected ${String(expected)} instead of ${String(ids.length)}`);
    },
  },
  {
    name: 'goes on from any cursor in another process without leaving anything out',
    async check(stage) {
      const folder = stage.createFolder('Restarted');
      const ids = stage.deliver(folder, instants('2025-06-01T00:00:00Z', 1_200, 700));
      await restartEverywhere(stage, folder, ids);
    },
  },
  {
    name: 'lists one second with more items than a page, whole and from any cursor in another process',
    async check(stage) {
      const folder = stage.createFolder('Migrated');
      const before = stage.deliver(folder, instants('2025-05-05T11:59:50Z', 30, 300));
      const within = stage.deliver(folder, instants('2025-05-05T12:00:00Z', manyAtOnce, 0));
      const finer = stage.deliver(folder, instants('2025-05-05T12:00:00.400Z', 3, 100));
      const after = stage.deliver(folder, instants('2025-05-05T12:00:01Z', 30, 500));
      const ids = [...before, ...within, ...finer, ...after];
      mustEqual((await walkFolder(stage.source, folder)).items.keys(), ids, 'items');
      await restartEverywhere(stage, folder, ids);
    },
  },
  {
    name: 'leaves nothing out when items of such a second vanish while it is listed',
    async check(stage) {
      const folder = stage.createFolder('Shrinking');
      const ids = [...stage.deliver(folder, instants('2025-05-05T12:00:00Z', manyAtOnce, 0))];
      const listed = new Set<string>();
      let cursor: string | null = null;
      const gone = new Set<string>();
      for (let page = 0; page === 0 || cursor !== null; page += 1) {
        const found = await stage.source.list({ sourceFolderId: folder, window: everything, cursor }, noEnd);
        for (const item of found.items) listed.add(item.id);
        cursor = found.cursor;
        // Items already listed vanish, so that whoever counts places skips as many that were not.
        const victims = found.items.filter((item) => !gone.has(item.id)).slice(0, page < 4 ? 5 : 0);
        for (const { id } of victims) {
          stage.vanish(id);
          gone.add(id);
        }
      }
      must(gone.size > 0, 'nothing vanished');
      mustEqual(
        [...listed].filter((id) => !gone.has(id)),
        ids.filter((id) => !gone.has(id)),
        'items still there',
      );
    },
  },
  {
    name: 'takes a window from its first instant to before its last',
    async check(stage) {
      const folder = stage.createFolder('Window');
      const [from, to] = [new Date('2026-02-01T00:00:00Z'), new Date('2026-03-01T00:00:00Z')];
      const at = (date: Date, shift: number): Date => new Date(date.getTime() + shift);
      stage.deliver(folder, [at(from, -1000), at(from, -1), to, at(to, 1000)]);
      const inside = stage.deliver(folder, [from, at(from, 1000), at(to, -1000), at(to, -1)]);
      const window = { from, to };
      mustEqual((await walkFolder(stage.source, folder, { window })).items.keys(), inside, 'items of the window');
      const expected = await stage.source.expected(folder, window, noEnd);
      must(expected === inside.length, `expected ${String(expected)} instead of ${String(inside.length)}`);
    },
  },
  {
    name: 'lists an empty folder and an empty window as nothing',
    async check(stage) {
      const folder = stage.createFolder('Empty');
      must((await walkFolder(stage.source, folder)).items.size === 0, 'an empty folder has items');
      stage.deliver(folder, [new Date('2026-02-01T00:00:00Z')]);
      const window = { from: new Date('2026-03-01T00:00:00Z'), to: null };
      must((await walkFolder(stage.source, folder, { window })).items.size === 0, 'an empty window has items');
      must((await stage.source.expected(folder, window, noEnd)) === 0, 'an empty window expects items');
    },
  },
  {
    name: 'refuses a cursor that is none of its own',
    async check(stage) {
      const folder = stage.createFolder('Cursor');
      for (const cursor of ['', 'x', '{}', '{"v":1,"at":"yesterday","top":1}']) {
        const failure = await mustFail(
          stage.source.list({ sourceFolderId: folder, window: everything, cursor }, noEnd),
          `cursor ${cursor}`,
        );
        must(failure.kind === 'malformed', `the cursor ${cursor} ended as ${failure.kind}`);
      }
    },
  },
  {
    name: 'stops when it is told to',
    async check(stage) {
      const folder = stage.createFolder('Stopped');
      const stopped = AbortSignal.abort(new Error('stopped'));
      const ended = await stage.source.list({ sourceFolderId: folder, window: everything, cursor: null }, stopped).then(
        () => 'went on',
        (error: unknown) => (error instanceof Error ? error.message : 'something else'),
      );
      must(ended === 'stopped', `listing under an ended signal: ${ended}`);
    },
  },
];

/** Ends the walk after each of its pages once, goes on in a fresh process, and wants all items each time. */
async function restartEverywhere(stage: SourceStage, folder: string, ids: readonly ItemId[]): Promise<void> {
  const { pages } = await walkFolder(stage.source, folder);
  must(pages.length > 1, 'the walk has one page only, so nothing is proved');
  const before = new Set<string>();
  for (const [index, page] of pages.entries()) {
    for (const item of page.items) before.add(item.id);
    if (page.cursor === null) continue;
    const rest = await walkFolder(stage.reopen(), folder, { cursor: page.cursor });
    mustEqual(new Set([...before, ...rest.items.keys()]), ids, `items after a restart at page ${String(index + 1)}`);
  }
}
