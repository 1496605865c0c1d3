import { everything } from '#evidence';
import type { SourceLaw, SourceStage } from './conformance-kit.ts';
import { must, mustEqual } from './conformance-kit.ts';
import type { ListedFolder, ListedPage, PlaceBeyond } from './contract.ts';
import { noEnd } from './testing.ts';

const siblings = 260;

/** Laws of `folders` and `foldersIndependently`, and of those beyond the visible ones. */
export const folderLaws: readonly SourceLaw[] = [
  {
    name: 'lists all folders, at any depth and however many beside each other, with their paths',
    async check(stage) {
      const wanted = tree(stage);
      const folders = await stage.source.folders(noEnd);
      mustEqual(paths(folders), wanted, 'folders');
      must(folders.length === wanted.length, 'a folder was listed twice');
      must(
        folders.every((folder) => folder.place === 'visible'),
        'a folder is not in the visible place',
      );
    },
  },
  {
    name: 'lists the same folders in another way',
    async check(stage) {
      const wanted = tree(stage);
      mustEqual(paths(await stage.source.foldersIndependently(noEnd)), wanted, 'folders listed independently');
      const ids = (folders: readonly ListedFolder[]): readonly string[] =>
        folders.map((folder) => folder.sourceFolderId);
      mustEqual(
        ids(await stage.source.foldersIndependently(noEnd)),
        ids(await stage.source.folders(noEnd)),
        'ids of folders',
      );
    },
  },
  {
    name: 'lists hidden folders and those of Recoverable Items by themselves, in two ways, each with its place',
    async check(stage) {
      const visible = stage.createFolder('Seen');
      const hidden = [stage.createHiddenFolder('Unseen'), stage.createHiddenFolder('Unseen below', visible)];
      hidden.push(stage.createFolder('Below unseen', hidden[0]));
      const recoverable = stage.createRecoverableFolder('Kept');
      const of = async (place: PlaceBeyond): Promise<readonly ListedFolder[]> => {
        const folders = await stage.source.foldersBeyond(place, noEnd);
        must(
          folders.every((folder) => folder.place === place),
          `a folder is not in the place ${place}`,
        );
        const independently = await stage.source.foldersBeyondIndependently(place, noEnd);
        const ids = new Set(folders.map((folder) => folder.sourceFolderId));
        must(
          independently.every((folder) => ids.has(folder.sourceFolderId)),
          `the second reading of ${place} finds others`,
        );
        return folders;
      };
      mustEqual(
        (await of('hidden')).map((folder) => folder.path),
        ['Unseen', 'Seen/Unseen below', 'Unseen/Below unseen'],
        'hidden folders',
      );
      const kept = (await of('recoverable')).find((folder) => folder.sourceFolderId === recoverable);
      must(kept?.path === 'Recoverable Items/Kept', `a recoverable folder has the path ${String(kept?.path)}`);
      const shown = new Set((await stage.source.folders(noEnd)).map((folder) => folder.sourceFolderId));
      must(
        ![...hidden, recoverable].some((id) => shown.has(id)),
        'a folder beyond the visible ones is listed with them',
      );
    },
  },
  {
    name: 'lists what changed in one folder of any place',
    async check(stage) {
      const [hidden, recoverable] = [stage.createHiddenFolder('Unseen'), stage.createRecoverableFolder('Kept')];
      const at = [new Date('2026-03-01T10:00:00Z'), new Date('2026-03-02T10:00:00Z')];
      for (const sourceFolderId of [hidden, recoverable]) {
        const delivered = stage.deliver(sourceFolderId, at);
        const request = { since: new Date(0), window: everything, sourceFolderId };
        const found: string[] = [];
        let cursor: string | null = null;
        do {
          const page: ListedPage = await stage.source.changedSince({ ...request, cursor }, noEnd);
          found.push(...page.items.map((item) => item.id));
          cursor = page.cursor;
        } while (cursor !== null);
        mustEqual(found, delivered, 'items changed in a folder');
      }
    },
  },
  {
    name: 'shows how many items a folder holds',
    async check(stage) {
      const folder = stage.createFolder('Counted');
      stage.deliver(folder, [new Date('2026-03-01T10:00:00Z'), new Date('2026-03-02T10:00:00Z')]);
      const found = (await stage.source.folders(noEnd)).find((one) => one.sourceFolderId === folder);
      must(found?.totalItemCount === 2, `the folder shows ${String(found?.totalItemCount)} items instead of 2`);
    },
  },
];

/** A tree with depth, breadth, a slash in a name and twins; returns the paths that must be found. */
function tree(stage: SourceStage): readonly string[] {
  const wanted = [...stage.ownFolders];
  const project = stage.createFolder('Project');
  const deep = stage.createFolder('2026', project);
  stage.createFolder('March', deep);
  stage.createFolder('in/out', project);
  stage.createFolder('2026');
  wanted.push('Project', 'Project/2026', 'Project/2026/March', 'Project/in∕out', '2026');
  const wide = stage.createFolder('Wide');
  wanted.push('Wide');
  for (let number = 0; number < siblings; number += 1) {
    stage.createFolder(`Case ${String(number)}`, wide);
    wanted.push(`Wide/Case ${String(number)}`);
  }
  return wanted;
}

function paths(folders: readonly ListedFolder[]): readonly string[] {
  return folders.map((folder) => folder.path);
}
