import type { Mailbox, SimulatedTenant } from 'simulated-tenant';
import { startSimulatedTenant } from 'simulated-tenant';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ItemId } from '#evidence';
import { everything, Failure } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { testConnection } from '../../microsoft/testing.ts';
import type { SourceStage } from '../conformance.ts';
import { sourceLaws } from '../conformance.ts';
import { bytesOf, noEnd, walkFolder } from '../testing.ts';
import type { GraphMail } from './graph-mail.ts';
import { graphMail } from './graph-mail.ts';

let tenant: SimulatedTenant;
let connection: OpenConnection;
let people = 0;

beforeAll(async () => {
  // The service's dates are the machine's, so the mailboxes keep the same time.
  tenant = await startSimulatedTenant({
    seed: 'tiny',
    clock: { start: Date.now() },
    metering: { requests: 1_000_000 },
  });
  connection = testConnection(tenant);
});

afterEach(() => {
  tenant.setFaults([]);
});

afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await tenant.stop();
});

interface Fresh {
  readonly id: string;
  readonly mailbox: Mailbox;
  readonly open: () => GraphMail;
}

function fresh(): Fresh {
  people += 1;
  const address = `fresh${String(people)}@${tenant.domain}`;
  const person = tenant.tenant.addPerson({ userPrincipalName: address, mail: address });
  const mailbox = tenant.tenant.mailbox(person.id)!;
  return {
    id: person.id,
    mailbox,
    open: () => graphMail({ graph: connection.mailbox(person.id), mailbox: person.id }),
  };
}

function visibleNames(mailbox: Mailbox): readonly string[] {
  const root = mailbox.folder('msgfolderroot')!;
  return mailbox
    .childFolders(root.id)
    .filter((folder) => !folder.isHidden)
    .map((folder) => folder.displayName);
}

function stage(): SourceStage {
  const { mailbox, open } = fresh();
  let number = 0;
  return {
    source: open(),
    reopen: open,
    ownFolders: visibleNames(mailbox),
    createFolder: (displayName, parentFolderId) =>
      mailbox.createFolder({ displayName, ...(parentFolderId === undefined ? {} : { parentFolderId }) }).id,
    createHiddenFolder: (displayName, parentFolderId) =>
      mailbox.createFolder({
        displayName,
        isHidden: true,
        ...(parentFolderId === undefined ? {} : { parentFolderId }),
      }).id,
    createRecoverableFolder: (displayName) =>
      mailbox.createFolder({ displayName, parentFolderId: mailbox.folder('recoverableitemsroot')!.id }).id,
    deliver: (folder, receivedAt) =>
      receivedAt.map((at) => {
        number += 1;
        return mailbox.deliver({
          folder,
          subject: `Message ${String(number)}`,
          text: 'Text.',
          receivedDateTime: at.getTime(),
        }).id as ItemId;
      }),
    move: (item, folder) => {
      mailbox.move(item, folder);
    },
    vanish: (item) => {
      mailbox.vanish(item);
    },
    touch: (item) => {
      mailbox.touch(item, { isRead: true, flagged: true });
    },
  };
}

describe('a Graph mailbox is a mail source', () => {
  it.each(sourceLaws.map((law) => [law.name, law] as const))('%s', async (_name, law) => {
    await law.check(stage());
    expect(tenant.writes.calls).toEqual([]);
    expect(tenant.unknown.calls).toEqual([]);
  });
});

function spread(mailbox: Mailbox, count: number): { folder: string; ids: ReadonlySet<string> } {
  const folder = mailbox.createFolder({ displayName: 'Walked' }).id;
  const ids = new Set<string>();
  for (let number = 0; number < count; number += 1) {
    ids.add(
      mailbox.deliver({
        folder,
        subject: String(number),
        text: 'x',
        receivedDateTime: Date.UTC(2026, 0, 1) + number * 60_000,
      }).id,
    );
  }
  return { folder, ids };
}

describe('a Graph mailbox with faults', () => {
  it.each([
    ['repeated items', { kind: 'duplicate' }],
    ['an empty page with a nextLink', { kind: 'empty-page' }],
    ['pages smaller than asked', { kind: 'smaller-page', size: 7 }],
    ['pages cut short', { kind: 'truncate' }],
    ['an expired token', { kind: 'expire-token' }],
  ])('is walked whole over %s', async (_name, action) => {
    const { mailbox, open } = fresh();
    const { folder, ids } = spread(mailbox, 700);
    tenant.setFaults([{ name: 'fault', match: { path: '/messages' }, every: 2, times: 40, action }]);
    const walked = await walkFolder(open(), folder);
    expect(new Set(walked.items.keys())).toEqual(ids);
    expect(tenant.faultReport()[0]!.hits).toBeGreaterThan(0);
  });

  it('halves its pages when they take the service too long', async () => {
    const { mailbox, open } = fresh();
    const { folder, ids } = spread(mailbox, 300);
    tenant.log.clear();
    tenant.setFaults([{ name: 'slow', match: { path: '\\$top=(250|125)(&|$)' }, action: { kind: 'gateway-timeout' } }]);
    const walked = await walkFolder(open(), folder);
    expect(new Set(walked.items.keys())).toEqual(ids);
    const tops = tenant.log.entries().map((entry) => /top=(\d+)/.exec(entry.url)?.[1]);
    expect(tops.slice(0, 3)).toEqual(['250', '125', '62']);
    expect(new Set(tops.slice(3))).toEqual(new Set(['62']));
  });

  it('walks a second again when the link within it has expired', async () => {
    const { mailbox, open } = fresh();
    const folder = mailbox.createFolder({ displayName: 'Second' }).id;
    const ids = new Set(
      Array.from(
        { length: 2_100 },
        () => mailbox.deliver({ folder, text: 'x', receivedDateTime: Date.UTC(2026, 0, 1) }).id,
      ),
    );
    tenant.setFaults([
      {
        name: 'gone',
        match: { path: 'skip' },
        nth: 2,
        action: { kind: 'answer', status: 410, body: { error: { code: 'SyncStateNotFound', message: 'gone' } } },
      },
    ]);
    const walked = await walkFolder(open(), folder);
    expect(new Set(walked.items.keys())).toEqual(ids);
    expect(tenant.faultReport()[0]!.hits).toBe(1);
  });

  it('fails as unavailable when a body breaks off, and has the whole of it the next time', async () => {
    const { mailbox, open } = fresh();
    const { id } = mailbox.deliver({
      folder: 'inbox',
      subject: 'Long',
      text: 'A long line of text.\r\n'.repeat(5_000),
    });
    const source = open();
    tenant.setFaults([
      { name: 'reset', match: { path: '/\\$value$' }, nth: 1, action: { kind: 'reset', afterBytes: 20_000 } },
    ]);
    const broken = await source
      .fetch(id as ItemId, noEnd)
      .then(bytesOf)
      .then(
        () => null,
        (error: unknown) => error,
      );
    expect(broken).toBeInstanceOf(Failure);
    expect(broken).toMatchObject({ kind: 'unavailable' });
    const whole = await bytesOf(await source.fetch(id as ItemId, noEnd));
    expect(whole.length).toBeGreaterThan(100_000);
  });

  it('keeps within the allowance while it saturates it: four in flight, and nothing refused', async () => {
    await using far = await startSimulatedTenant({ seed: 'tiny', latency: { perRequestMs: 30 } });
    await using link = testConnection(far);
    const person = far.tenant.people.find((one) => far.tenant.mailbox(one.id) !== undefined)!;
    const mailbox = far.tenant.mailbox(person.id)!;
    const items = Array.from({ length: 100 }, () => mailbox.deliver({ folder: 'inbox', text: 'x' }).id as ItemId);
    const source = graphMail({ graph: link.mailbox(person.id), mailbox: person.id });
    await Promise.all(items.map(async (item) => bytesOf(await source.fetch(item, noEnd))));
    const reading = far.meter.readings().find((one) => one.mailbox.includes(person.id))!;
    expect(reading).toMatchObject({ refused: 0, mostInFlight: 4, inFlight: 0, requests: 100 });
  });

  it('asks for immutable ids, which stay when a message moves', async () => {
    const { mailbox, open } = fresh();
    const { id } = mailbox.deliver({ folder: 'inbox', text: 'x' });
    const inbox = mailbox.folder('inbox')!.id;
    const page = await open().list({ sourceFolderId: inbox, window: everything, cursor: null }, noEnd);
    expect(page.items.map((item) => item.id)).toEqual([id]);
    expect(page.items[0]!.sourceFolderId).toBe(inbox);
  });
});
