import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { MatterId } from '#evidence';
import { extractTexts, processMatter } from '#processing';
import { indexMessages } from '#search';
import { keepMail } from '../../src/processing/testing.ts';
import type { World } from '../world.ts';
import { generatedMail } from './generated-mail.ts';

const custodians = 8;
const folders = ['Inbox', 'Sent Items', 'Archive', 'Deleted Items'];
const messagesOfOnePack = 250;

/** The messages as kept items of several custodians and folders, and as a maildir. */
export async function keepBenchMail(world: World, messages: number): Promise<{ matter: MatterId; maildir: string }> {
  const maildir = join(world.folder, 'maildir');
  for (const folder of ['cur', 'new', 'tmp']) await mkdir(join(maildir, folder), { recursive: true });
  let matter: MatterId | null = null;
  let pack: Buffer[] = [];
  let number = 0;
  for (const { bytes, receivedAt } of generatedMail(messages)) {
    await writeFile(join(maildir, 'cur', `${String((number += 1))}.bench:2,S`), bytes);
    pack.push(bytes);
    if (pack.length < messagesOfOnePack && number < messages) continue;
    const packNumber = Math.floor((number - 1) / messagesOfOnePack);
    const custodian = `Custodian ${String(packNumber % custodians)}`;
    ({ matter } = await keepMail(world.database, world.vault, {
      messages: pack,
      matterName: 'Bench',
      custodian,
      address: `${custodian.toLowerCase().replace(' ', '.')}@company.example`,
      folderPath: folders[Math.floor(packNumber / custodians) % folders.length] ?? 'Inbox',
      receivedAt,
    }));
    pack = [];
  }
  if (matter === null) throw new Error('no message was made');
  return { matter, maildir };
}

/** Seconds from bytes in the vault to everything searchable. */
export async function indexBenchMail({ database, vault }: World, matter: MatterId): Promise<number> {
  const begun = performance.now();
  await processMatter({ database, vault, matter });
  await extractTexts({ database, vault, matter });
  await indexMessages({ database });
  return (performance.now() - begun) / 1000;
}
