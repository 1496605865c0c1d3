import { expect, test } from 'vitest';
import type { MatterId } from '#evidence';
import type { Database } from '#platform';
import { extractTexts, processMatter } from '#processing';
import { auditSearch, countHits, indexMessages, matches, parseKql, prepareSearch } from '#search';
import { memoryVault } from '#vault';
import { base64, docx, mail, multipart, part, pdf, pdfLines } from '../../src/formats/testing.ts';
import { keepMail } from '../../src/processing/testing.ts';
import { searchableItems } from '../../src/search/testing.ts';
import { testDatabase } from '../postgres.ts';

// What attached files say is found as words of the message they hang at.

const now = new Date('2026-03-18T12:00:00Z');
const lease = { name: 'a.pdf', bytes: pdf([pdfLines(['Berth nine, Gdansk', 'mooring fee'])]) };
const letter = { name: 'b.docx', bytes: docx('<w:p><w:t>Demurrage is due in Odense</w:t></w:p>') };
const picture = { name: 'logo.png', bytes: Buffer.from('\x89PNG\r\n\x1a\n', 'latin1') };

function withFiles(subject: string, files: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer {
  const parts = files.map(({ name, bytes }) =>
    part(
      {
        'Content-Type': 'application/octet-stream',
        'Content-Transfer-Encoding': 'base64',
        'Content-Disposition': `attachment; filename="${name}"`,
      },
      base64(bytes),
    ),
  );
  return mail(
    { Subject: subject, 'Content-Type': 'multipart/mixed; boundary=b' },
    multipart('b', [part({ 'Content-Type': 'text/plain' }, 'see attached'), ...parts]),
  );
}

const messages = [
  withFiles('Lease', [lease]),
  withFiles('Both', [letter, lease, lease]),
  withFiles('Picture', [picture]),
  mail({ Subject: 'Plain' }, 'no file\r\n'),
];

/** Kept and parsed; the files are not read yet. */
async function world(database: Database) {
  const vault = memoryVault();
  const { matter } = await keepMail(database, vault, { messages });
  await processMatter({ database, vault, matter, parsers: 1 });
  const readFiles = () => extractTexts({ database, vault, matter, readers: 1 });
  const count = async (query: string): Promise<number> => {
    const expression = parseKql(query);
    const found = await countHits(
      database.reader,
      await prepareSearch(database.reader, { expression, matters: [matter], now }),
    );
    const items = await searchableItems(database.reader, matter);
    expect([query, found]).toEqual([query, items.filter(({ item }) => matches(expression, item, now)).length]);
    return found;
  };
  return { matter, readFiles, count };
}

const audit = async (database: Database): Promise<unknown> => (await auditSearch(database))[0];

/** All words in the index, with their places. */
async function written(database: Database, matter: MatterId): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `select digest, chunk, words::text, (select chunks from search_documents d where d.digest = c.digest)
     from search_chunks c where matter_id = $1 order by digest, chunk`,
    [matter],
  );
  return rows as unknown[];
}

test('words that only an attached file has are found, counted and told by the audit', async () => {
  await using database = await testDatabase();
  const { readFiles, count } = await world(database);
  await readFiles();
  expect(await audit(database)).toMatchObject({ kept: 4, searchable: 0, missing: 4 });
  expect(await indexMessages({ database })).toMatchObject({ indexed: 4 });
  expect(await audit(database)).toMatchObject({ kept: 4, searchable: 4, waiting: 0, missing: 0, exceptions: 0 });
  expect(await count('gdansk')).toBe(2);
  expect(await count('"berth nine"')).toBe(2);
  expect(await count('demurrage odense')).toBe(1);
  expect(await count('subject:lease mooring')).toBe(1);
  // Neither a phrase nor a nearness reaches from one file into another, and none of it is the body or a name.
  expect(await count('odense NEAR(100) berth')).toBe(0);
  expect(await count('body:gdansk')).toBe(0);
  expect(await count('attachment:gdansk')).toBe(0);
});

test('a text that arrives after indexing, is read again or is forgotten makes its messages stale, and only them', async () => {
  await using database = await testDatabase();
  const { matter, readFiles, count } = await world(database);
  expect(await indexMessages({ database })).toMatchObject({ indexed: 4 });
  expect(await audit(database)).toMatchObject({ kept: 4, searchable: 1, waiting: 3, missing: 0 });
  await readFiles();
  expect(await audit(database)).toMatchObject({ kept: 4, searchable: 2, waiting: 0, missing: 2 });
  expect(await indexMessages({ database })).toEqual({ indexed: 2, total: 2, stopped: false });
  expect(await audit(database)).toMatchObject({ searchable: 4, missing: 0 });
  expect(await count('gdansk')).toBe(2);
  const first = await written(database, matter);
  // Read again by a newer extractor: nothing is there twice.
  await database.pool.query(`update attachment_texts set extractor_version = 0`);
  await readFiles();
  expect(await audit(database)).toMatchObject({ searchable: 2, missing: 2 });
  expect(await indexMessages({ database })).toMatchObject({ indexed: 2 });
  expect(await written(database, matter)).toEqual(first);
  expect(await indexMessages({ database })).toMatchObject({ indexed: 0, total: 0 });
  // Another text of the letter.
  await database.pool.query(
    `update attachment_texts set text = 'Lighterage', extracted_at = extracted_at + interval '1 s' where text like 'Demurrage%'`,
  );
  expect(await indexMessages({ database })).toMatchObject({ indexed: 1 });
  expect([await count('demurrage'), await count('lighterage')]).toEqual([0, 1]);
  await database.pool.query(`delete from attachment_texts where text = 'Lighterage'`);
  expect(await audit(database)).toMatchObject({ searchable: 3, waiting: 1 });
  expect(await indexMessages({ database })).toMatchObject({ indexed: 1 });
  expect(await count('lighterage')).toBe(0);
});

test('a message that is parsed again keeps the words of its files', async () => {
  await using database = await testDatabase();
  const vault = memoryVault();
  const { matter } = await keepMail(database, vault, { messages });
  const read = async (): Promise<void> => {
    await processMatter({ database, vault, matter, parsers: 1 });
    await extractTexts({ database, vault, matter, readers: 1 });
    await indexMessages({ database });
  };
  await read();
  const first = await written(database, matter);
  await database.pool.query(`update messages set parser_version = 0`);
  await read();
  expect(await written(database, matter)).toEqual(first);
  expect(await audit(database)).toMatchObject({ kept: 4, searchable: 4 });
});

test('a text that arrives while its message is written into the index is not lost', async () => {
  await using database = await testDatabase();
  const { readFiles, count } = await world(database);
  await readFiles();
  await database.pool.query(
    `update attachment_texts set text = replace(text, 'Gdansk', 'Gdynia');
     create function arrive() returns trigger language plpgsql as $$ begin
       update attachment_texts set text = text || ' Malmo', extracted_at = extracted_at + interval '1 s' where text like '%Gdynia%';
       return null;
     end $$;
     create trigger arrive after insert on search_documents execute function arrive()`,
  );
  await indexMessages({ database });
  await database.pool.query('drop trigger arrive on search_documents');
  expect(await audit(database)).toMatchObject({ searchable: 2, missing: 2 });
  expect(await indexMessages({ database })).toMatchObject({ indexed: 2 });
  expect(await count('gdynia malmo')).toBe(2);
});
