import { expect, it } from 'vitest';
import { graphMail, type MailSource } from '#sources';
import { allItems, collectedIds, idsIn, mailboxOf, shownBy } from './evidence.ts';
import { seededRandom } from './seeded-random.ts';
import { startRig, type Rig } from './rig.ts';

const everywhere = { hidden: true, recoverable: true } as const;
const received = new Date('2026-03-02T09:00:00Z').getTime();

/** A mailbox with mail in every place: visible, hidden two levels deep, and in each folder of Recoverable Items. */
async function furnished(options: Parameters<typeof startRig>[0] = { seed: 'tiny' }) {
  const rig = await startRig(options);
  const address = rig.tenant.mailboxes[0] ?? '';
  const { mailbox, id } = mailboxOf(rig, address);
  const put = (folder: string, subject: string): string =>
    mailbox.deliver({ folder, subject, text: subject, receivedDateTime: received }).id;
  const outer = mailbox.createFolder({ displayName: 'Outer', isHidden: true }).id;
  const inner = mailbox.createFolder({ displayName: 'In/ner', parentFolderId: outer }).id;
  const below = mailbox.createFolder({
    displayName: 'Below',
    parentFolderId: mailbox.folder('inbox')?.id ?? '',
    isHidden: true,
  }).id;
  for (const folder of [outer, inner, below]) put(folder, `hidden in ${folder.slice(-4)}`);
  for (const name of ['deletions', 'purges', 'versions', 'discoveryholds']) {
    for (const number of [1, 2, 3]) put(`recoverableitems${name}`, `${name} ${String(number)}`);
  }
  put('recoverableitemsroot', 'at the root itself');
  return { rig, address, mailbox, id, folders: { outer, inner, below } };
}

it('keeps what lies in hidden folders and in Recoverable Items, each with its place, and says what was looked at', async () => {
  const { rig, address } = await furnished();
  await using _rig = rig;
  const collection = await rig.plan([address], everywhere);
  await rig.run(collection);
  expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, ['visible', 'hidden', 'recoverable']));
  const { mailboxes, exceptions, completeness, differences } = await rig.reconciliation(collection);
  expect(exceptions).toBe(0);
  expect(differences).toEqual([]);
  const listed = mailboxes[0]?.folders.filter(({ counts }) => counts.listed > 0) ?? [];
  expect(listed.filter(({ place }) => place === 'hidden').map(({ path }) => path)).toEqual([
    'Inbox/Below',
    'Outer',
    'Outer/In∕ner',
    'Team Copies',
  ]);
  expect(listed.filter(({ place }) => place === 'recoverable').map(({ path, expected }) => [path, expected])).toEqual(
    expect.arrayContaining([
      ['Recoverable Items', 1],
      ['Recoverable Items/Deletions', expect.any(Number)],
      ['Recoverable Items/Purges', expect.any(Number)],
    ]),
  );
  const said = completeness.join('\n');
  expect(said).toMatch(/Looked at: 4 hidden folders of 1 mailbox\./);
  expect(said).toMatch(/Looked at: Recoverable Items of 1 mailbox, 7 folders \(.*Deletions, DiscoveryHolds, Purges/);
  expect(said).toContain('Not looked at: in-place archives.');
  expect(said).not.toContain('Not looked at: hidden');
});

it('looks at each place only when asked, and says of the others that they were not', async () => {
  const { rig, address } = await furnished();
  await using _rig = rig;
  for (const [options, places, left] of [
    [{}, ['visible'], 'hidden folders, Recoverable Items (deleted and purged mail), in-place archives'],
    [{ hidden: true }, ['visible', 'hidden'], 'Recoverable Items (deleted and purged mail), in-place archives'],
    [{ recoverable: true }, ['visible', 'recoverable'], 'hidden folders, in-place archives'],
  ] as const) {
    const collection = await rig.plan([address], { ...options, matter: `With ${JSON.stringify(options)}` });
    await rig.run(collection);
    expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, places));
    expect((await rig.reconciliation(collection)).completeness).toContain(`Not looked at: ${left}.`);
  }
});

/** The source, with something happening at the tenant after every page and before every fetch. */
function disturbedBy(rig: Rig, happen: () => void) {
  return ({ sourceMailbox }: { sourceMailbox: string }): Promise<MailSource> => {
    const source = graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
    return Promise.resolve({
      ...source,
      list: async (request, signal) => {
        const page = await source.list(request, signal);
        happen();
        return page;
      },
      fetch: (item, signal) => {
        happen();
        return source.fetch(item, signal);
      },
    });
  };
}

it.each([false, true])(
  'loses and doubles nothing that is deleted, purged, recovered and hidden while it is walked (seen mailbox-wide: %s)',
  async (mailboxShowsRecoverable) => {
    for (const seed of [1, 2, 3]) {
      const { rig, address, mailbox, folders } = await furnished({
        seed: 'tiny',
        switches: { mailboxShowsRecoverable },
      });
      await using _rig = rig;
      const all = idsIn(rig, address, ['visible', 'hidden', 'recoverable']);
      const random = seededRandom(seed);
      const destinations = [
        'inbox',
        'deleteditems',
        folders.inner,
        'recoverableitemsdeletions',
        'recoverableitemspurges',
        'recoverableitemsdiscoveryholds',
      ];
      let moves = 0;
      const happen = (): void => {
        if (moves >= 60) return;
        moves += 1;
        const item = all[Math.floor(random() * all.length)] ?? '';
        mailbox.move(item, destinations[Math.floor(random() * destinations.length)] ?? 'inbox');
      };
      const collection = await rig.plan([address], { ...everywhere, matter: `Seed ${String(seed)}` });
      await rig.run(collection, { openSource: disturbedBy(rig, happen) });
      expect(moves).toBe(60);
      expect(await collectedIds(rig, collection)).toEqual(all);
      const { totals, differences, isBalanced } = await rig.reconciliation(collection);
      expect(totals).toMatchObject({ listed: all.length, kept: all.length });
      expect(isBalanced).toBe(true);
      expect(differences.filter(({ explanation }) => explanation === null)).toEqual([]);
    }
  },
);

it('finds what is purged between the walk of its folder and the closing pass, where counts stay the same', async () => {
  const { rig, address, mailbox } = await furnished();
  await using _rig = rig;
  const purges = mailbox.folder('recoverableitemspurges')?.id ?? '';
  const [leaving = ''] = idsIn(rig, address, ['recoverable']).filter(
    (id) => mailbox.message(id)?.parentFolderId === purges,
  );
  let arrived = '';
  const collection = await rig.plan([address], { recoverable: true });
  await rig.run(collection, {
    onStep: (step) => {
      if (step !== 'closing-pass-begun' || arrived !== '') return;
      // Written and purged within the run: no visible folder ever listed it, and Purges holds as many as before.
      arrived = mailbox.deliver({
        folder: 'inbox',
        subject: 'Purged at once',
        text: 'x',
        receivedDateTime: received,
      }).id;
      mailbox.purge(arrived);
      mailbox.vanish(leaving);
    },
  });
  expect(await collectedIds(rig, collection)).toContain(arrived);
  const { mailboxes, exceptions } = await rig.reconciliation(collection);
  expect(mailboxes[0]).toMatchObject({ foundByClosingPass: 1, closingPass: 'settled' });
  expect(exceptions).toBe(0);
});

it('keeps every copy of a message that lies in several places, as the items they are', async () => {
  const { rig, address, mailbox, folders } = await furnished();
  await using _rig = rig;
  const [first = ''] = idsIn(rig, address, ['visible']);
  const copies = ['recoverableitemspurges', folders.outer, 'deleteditems'].map(
    (folder) => mailbox.copy(first, folder).id,
  );
  const collection = await rig.plan([address], everywhere);
  await rig.run(collection);
  const items = (await allItems(rig, collection)).filter(({ item }) => [first, ...copies].includes(item));
  expect(items.map(({ folderPath }) => folderPath).sort()).toHaveLength(4);
  expect(new Set(items.map(({ folderPath }) => folderPath)).size).toBe(4);
});

const refusals = {
  denied: { status: 403, code: 'ErrorAccessDenied', said: 'NOT LOOKED AT: Recoverable Items: Exchange denies this' },
  'not there': {
    status: 404,
    code: 'ErrorItemNotFound',
    said: 'NOT LOOKED AT: Recoverable Items: The service knows no',
  },
  'not known by that name': {
    status: 400,
    code: 'ErrorInvalidIdMalformed',
    said: 'NOT LOOKED AT: Recoverable Items: The service knows no',
  },
};

it.each(Object.entries(refusals))(
  'where Recoverable Items are %s, the rest is collected whole, the receipt says so, and a resume looks again',
  async (_what, { status, code, said }) => {
    const { rig, address } = await furnished();
    await using _rig = rig;
    const collection = await rig.plan([address], everywhere);
    rig.tenant.setFaults([
      {
        name: 'no recoverable items',
        match: { path: '/mailFolders/recoverableitems' },
        times: 1_000,
        action: { kind: 'answer', status, body: { error: { code, message: 'No.' } } },
      },
    ]);
    await rig.run(collection);
    expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, ['visible', 'hidden']));
    const refused = await rig.reconciliation(collection);
    expect(refused.mailboxes[0]).toMatchObject({ state: 'done', failure: null });
    expect(refused.exceptions).toBe(1);
    const sentences = refused.completeness.join('\n');
    expect(sentences).toContain(said);
    expect(sentences).toContain(`In ${address}.`);
    rig.tenant.setFaults([]);
    await rig.run(collection);
    expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, ['visible', 'hidden', 'recoverable']));
    expect((await rig.reconciliation(collection)).exceptions).toBe(0);
  },
);

it('a folder of Recoverable Items that may not be read holds up no other, and its count is not taken for listed', async () => {
  const { rig, address, mailbox } = await furnished();
  await using _rig = rig;
  const purges = mailbox.folder('recoverableitemspurges')?.id ?? '';
  const collection = await rig.plan([address], everywhere);
  rig.tenant.setFaults([
    {
      name: 'purges may not be read',
      match: { path: `/mailFolders/${purges.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}/messages` },
      times: 1_000,
      action: { kind: 'answer', status: 403, body: { error: { code: 'ErrorAccessDenied', message: 'No.' } } },
    },
  ]);
  await rig.run(collection);
  const { mailboxes, exceptions, completeness } = await rig.reconciliation(collection);
  expect(mailboxes[0]?.state).toBe('done');
  expect(mailboxes[0]?.folders.find(({ path }) => path.endsWith('/Purges'))?.state).toBe('refused');
  expect(exceptions).toBe(1);
  expect(completeness.join('\n')).toContain('NOT LOOKED AT: Recoverable Items/Purges: Exchange denies this');
  const rest = idsIn(rig, address, ['visible', 'hidden', 'recoverable']).filter(
    (id) => mailbox.message(id)?.parentFolderId !== purges,
  );
  expect(await collectedIds(rig, collection)).toEqual(rest);
  rig.tenant.setFaults([]);
  await rig.run(collection);
  expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, ['visible', 'hidden', 'recoverable']));
  expect((await rig.reconciliation(collection)).exceptions).toBe(0);
});

it('a folder of Recoverable Items that is read and not counted is collected, and the receipt says so', async () => {
  const { rig, address } = await furnished();
  await using _rig = rig;
  const collection = await rig.plan([address], { recoverable: true });
  const { mailbox } = mailboxOf(rig, address);
  const purges = (mailbox.folder('recoverableitemspurges')?.id ?? '').replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  rig.tenant.setFaults([
    {
      name: 'not counted',
      match: { path: `/mailFolders/${purges}/messages.*\\$count` },
      times: 1_000,
      action: { kind: 'answer', status: 403, body: { error: { code: 'ErrorAccessDenied', message: 'No.' } } },
    },
  ]);
  await rig.run(collection);
  expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, ['visible', 'recoverable']));
  const { completeness } = await rig.reconciliation(collection);
  expect(completeness.join('\n')).toContain(`NOT COUNTED: ${address}, Recoverable Items: the service did not say how`);
});

it('where the root of Recoverable Items does not answer, the folders with a name are taken', async () => {
  const { rig, address, mailbox } = await furnished();
  await using _rig = rig;
  const collection = await rig.plan([address], { recoverable: true });
  rig.tenant.setFaults([
    {
      name: 'no root',
      match: { path: '/mailFolders/recoverableitemsroot' },
      times: 1_000,
      action: { kind: 'answer', status: 404, body: { error: { code: 'ErrorItemNotFound', message: 'No.' } } },
    },
  ]);
  await rig.run(collection);
  const root = mailbox.folder('recoverableitemsroot')?.id;
  expect(await collectedIds(rig, collection)).toEqual(
    idsIn(rig, address, ['visible', 'recoverable']).filter((id) => mailbox.message(id)?.parentFolderId !== root),
  );
  const { exceptions, completeness } = await rig.reconciliation(collection);
  expect(exceptions).toBe(0);
  expect(completeness.join('\n')).toContain('4 folders (Deletions, DiscoveryHolds, Purges, Versions)');
});

it('a folder that only the second reading finds is walked', async () => {
  const { rig, address } = await furnished();
  await using _rig = rig;
  const collection = await rig.plan([address], everywhere);
  await rig.run(collection, {
    openSource: ({ sourceMailbox }) => {
      const source = graphMail({ graph: rig.connection.mailbox(sourceMailbox), mailbox: sourceMailbox });
      return Promise.resolve({
        ...source,
        foldersBeyond: async (place, signal) =>
          (await source.foldersBeyond(place, signal)).filter(({ name }) => name !== 'Purges' && name !== 'Below'),
      });
    },
  });
  expect(await collectedIds(rig, collection)).toEqual(idsIn(rig, address, ['visible', 'hidden', 'recoverable']));
});

it('a stopped collection goes on with the places it was planned with, and ends with the same evidence', async () => {
  const { rig, address } = await furnished({ seed: 'tiny', varyBytes: false, latency: { perRequestMs: 5 } });
  await using _rig = rig;
  const whole = await rig.plan([address], { ...everywhere, matter: 'Undisturbed' });
  await rig.run(whole);
  const collection = await rig.plan([address], { ...everywhere, matter: 'Stopped again and again' });
  let stops = 0;
  for (;;) {
    const stop = new AbortController();
    let steps = 0;
    const outcome = await rig.run(collection, {
      signal: stop.signal,
      onStep: () => {
        steps += 1;
        if (steps === 25) stop.abort(new Error('stop'));
      },
    });
    if (outcome.status === 'transferred') break;
    stops += 1;
    if (stops > 60) throw new Error('it does not come to an end');
  }
  expect(stops).toBeGreaterThan(2);
  expect(await shownBy(rig, collection)).toEqual(await shownBy(rig, whole));
});

it('a folder of Recoverable Items that is removed while it is walked is no exception', async () => {
  const { rig, address, mailbox } = await furnished();
  await using _rig = rig;
  const deletions = mailbox.folder('recoverableitemsdeletions')?.id ?? '';
  const made = mailbox.createFolder({ displayName: 'Deleted project', parentFolderId: deletions }).id;
  mailbox.deliver({ folder: made, subject: 'In a deleted folder', text: 'x', receivedDateTime: received });
  const before = idsIn(rig, address, ['visible', 'recoverable']);
  let isRemoved = false;
  const collection = await rig.plan([address], { recoverable: true });
  await rig.run(collection, {
    openSource: disturbedBy(rig, () => {
      if (!isRemoved) mailbox.deleteFolder(made);
      isRemoved = true;
    }),
  });
  expect(await collectedIds(rig, collection)).toEqual(before);
  expect((await rig.reconciliation(collection)).exceptions).toBe(0);
});
