import { everything } from '#evidence';
import type { SourceLaw } from './conformance-kit.ts';
import { instants, must, mustEqual, mustFail } from './conformance-kit.ts';
import { bytesOf, noEnd, walkChanges, walkFolder } from './testing.ts';

/** Dates of services are whole seconds: the closing pass begins a little before the walk did. */
const slackMs = 2_000;

/** Laws of `changedSince`, `find`, `fetch` and `serviceTime`. */
export const changeLaws: readonly SourceLaw[] = [
  {
    name: 'finds what moved while it was walked, both ways, by the walk and the closing pass together',
    async check(stage) {
      const [first, second] = [stage.createFolder('First'), stage.createFolder('Second')];
      const early = stage.deliver(first, instants('2026-01-01T00:00:00Z', 600, 60_000));
      const late = stage.deliver(second, instants('2026-01-01T00:00:00Z', 600, 60_000));
      const since = new Date((await stage.source.serviceTime(noEnd)).getTime() - slackMs);
      const begun = await stage.source.list({ sourceFolderId: first, window: everything, cursor: null }, noEnd);
      must(begun.cursor !== null, 'the walk has one page only, so nothing is proved');
      const intoWalked = late[5];
      const outOfUnwalked = early[595];
      if (intoWalked === undefined || outOfUnwalked === undefined) throw new Error('nothing to move');
      stage.move(intoWalked, first);
      stage.move(outOfUnwalked, second);
      const rest = await walkFolder(stage.source, first, { cursor: begun.cursor });
      const other = await walkFolder(stage.source, second);
      const backAgain = late[300];
      if (backAgain !== undefined) stage.move(backAgain, first);
      const changed = await walkChanges(stage.source, since);
      const found = new Set([
        ...begun.items.map((item) => item.id),
        ...rest.items.keys(),
        ...other.items.keys(),
        ...changed.items.keys(),
      ]);
      mustEqual(found, [...early, ...late], 'items');
      must(
        !rest.items.has(intoWalked) && !other.items.has(intoWalked),
        'the walk alone found it, so nothing is proved',
      );
      must(changed.items.get(intoWalked)?.sourceFolderId === first, 'the closing pass does not say where it is now');
    },
  },
  {
    name: 'shows changes of the window only, and all of them when there are many',
    async check(stage) {
      const folder = stage.createFolder('Changed');
      const since = new Date((await stage.source.serviceTime(noEnd)).getTime() - slackMs);
      const inside = stage.deliver(folder, instants('2026-02-10T00:00:00Z', 700, 60_000));
      stage.deliver(folder, [new Date('2026-01-31T23:59:59Z'), new Date('2026-03-01T00:00:00Z')]);
      const window = { from: new Date('2026-02-01T00:00:00Z'), to: new Date('2026-03-01T00:00:00Z') };
      mustEqual((await walkChanges(stage.source, since, window)).items.keys(), inside, 'changed items of the window');
    },
  },
  {
    name: 'keeps id and fingerprint over flags and moves, and gives another change key',
    async check(stage) {
      const [from, to] = [stage.createFolder('From'), stage.createFolder('To')];
      const [id] = stage.deliver(from, [new Date('2026-02-01T00:00:00Z')]);
      if (id === undefined) throw new Error('nothing was delivered');
      const before = await stage.source.find(id, noEnd);
      stage.touch(id);
      stage.move(id, to);
      const after = await stage.source.find(id, noEnd);
      must(after?.id === id, 'the item is not found by its id after a move');
      must(after?.sourceFolderId === to, 'the item is not said to be where it is');
      must(before?.fingerprint === after?.fingerprint, 'the fingerprint changed');
      must(before?.changeKey !== after?.changeKey, 'the change key did not change');
    },
  },
  {
    name: 'fetches the bytes of an item wherever it was moved to',
    async check(stage) {
      const [from, to] = [stage.createFolder('From'), stage.createFolder('To')];
      const [id] = stage.deliver(from, [new Date('2026-02-01T00:00:00Z')]);
      if (id === undefined) throw new Error('nothing was delivered');
      stage.move(id, to);
      const bytes = await bytesOf(await stage.source.fetch(id, noEnd));
      must(/^[\x21-\x7e]+:/.test(bytes.toString('latin1')), 'the bytes do not begin like a message');
    },
  },
  {
    name: 'says of an item that is gone that it is gone',
    async check(stage) {
      const folder = stage.createFolder('Gone');
      const [id] = stage.deliver(folder, [new Date('2026-02-01T00:00:00Z')]);
      if (id === undefined) throw new Error('nothing was delivered');
      stage.vanish(id);
      must((await stage.source.find(id, noEnd)) === null, 'an item that is gone was found');
      const failure = await mustFail(fetched(stage.source.fetch(id, noEnd)), 'fetching an item that is gone');
      must(failure.kind === 'not-found', `fetching an item that is gone ended as ${failure.kind}`);
    },
  },
];

async function fetched(body: Promise<AsyncIterable<Uint8Array>>): Promise<Buffer> {
  return bytesOf(await body);
}
