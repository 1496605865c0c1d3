import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SimulatedTenant } from 'simulated-tenant';
import { startSimulatedTenant } from 'simulated-tenant';
import type { ItemId } from '#evidence';
import type { OpenConnection } from '#microsoft';
import { listPeople } from '#microsoft';
import { testConnection } from '../../microsoft/testing.ts';
import { bytesOf, noEnd, walkFolder } from '../testing.ts';
import { graphMail } from './graph-mail.ts';

let tenant: SimulatedTenant;
let connection: OpenConnection;

beforeAll(async () => {
  tenant = await startSimulatedTenant({ seed: 'tiny' });
  connection = testConnection(tenant);
});

afterAll(async () => {
  await connection[Symbol.asyncDispose]();
  await tenant.stop();
});

describe('a mailbox through Graph', () => {
  it('is walked whole', async () => {
    for await (const person of listPeople(connection.directory, noEnd)) {
      const box = tenant.tenant.mailbox(person.id);
      if (box === undefined) continue;
      const source = graphMail({ graph: connection.mailbox(person.id), mailbox: person.id });
      const folders = await source.folders(noEnd);
      for (const folder of folders) {
        const walked = await walkFolder(source, folder.sourceFolderId);
        for (const item of walked.items.values()) {
          const bytes = await bytesOf(await source.fetch(item.id as ItemId, noEnd));
          console.log(person.address, folder.path, folder.totalItemCount, item.receivedAt?.toISOString(), bytes.length);
        }
      }
      console.log(
        (await source.foldersIndependently(noEnd)).map((f) => f.path).sort(),
        folders.map((f) => f.path).sort(),
        source.excludedFolders(),
      );
    }
    expect(tenant.unknown).toBeDefined();
  });
});
