import { expect, test } from 'vitest';
import { count, counted, duration, size } from './amounts.ts';
import { inDataFolder } from './failure-text.ts';
import { noPaint } from './paint.ts';
import { columns, cut, plainText, wrap } from './plain-text.ts';
import { table } from './table.ts';

const shape = [
  { title: 'Folder', least: 6 },
  { title: 'Listed', align: 'right' as const },
];

test('columns are aligned, numbers to the right', () => {
  expect(
    table(
      shape,
      [
        ['Inbox', '12'],
        ['Sent Items', '1,204'],
      ],
      { width: Infinity, paint: noPaint },
    ),
  ).toEqual(['Folder      Listed', 'Inbox           12', 'Sent Items   1,204']);
});

test('on a narrow terminal the columns that may be cut are cut', () => {
  const lines = table(shape, [['A very long folder name', '7']], { width: 18, paint: noPaint });
  expect(lines[1]).toBe('A very lo…       7');
  expect(lines.every((line) => columns(line) <= 18)).toBe(true);
});

test('on a narrow terminal a column that says nothing is left out', () => {
  const columnsWithFailed = [...shape, { title: 'Failed', align: 'right' as const, optional: true }];
  const space = { width: 18, paint: noPaint };
  expect(table(columnsWithFailed, [['Archive of 2019', '7', '·']], space)[0]).toBe('Folder      Listed');
  expect(table(columnsWithFailed, [['Archive of 2019', '7', '1']], space)).toContain('  listed 7, failed 1');
});

test('a terminal too narrow for the columns gets each row with its titles', () => {
  const wider = [
    ...shape,
    { title: 'Filtered', align: 'right' as const },
    { title: 'Failed', align: 'right' as const },
  ];
  expect(table(wider, [['Archive of 2019', '7', '5', '2']], { width: 28, paint: noPaint })).toEqual([
    'Archive of 2019',
    '  listed 7, filtered 5,',
    '  failed 2',
  ]);
});

test('wide characters take two columns', () => {
  expect(
    table(
      shape,
      [
        ['受信箱', '1'],
        ['Inbox', '2'],
      ],
      { width: Infinity, paint: noPaint },
    ),
  ).toEqual(['Folder  Listed', '受信箱       1', 'Inbox        2']);
  expect(cut('受信箱', 5)).toBe('受信…');
});

test('names from a mailbox cannot steer the terminal', () => {
  const [, line] = table(shape, [['\u001B[2J\u202Eevil\r', '1']], { width: Infinity, paint: noPaint });
  expect(line).not.toMatch(/[\u001B\r\u202E]/);
  expect(plainText('\u009B31m')).toBe('\uFFFD31m');
});

test('amounts read as a person would say them', () => {
  expect([count(1234567), counted(1, 'message'), counted(2, 'mailbox', 'mailboxes')]).toEqual([
    '1,234,567',
    '1 message',
    '2 mailboxes',
  ]);
  expect([size(1), size(812), size(1536), size(250 * 1024 * 1024)]).toEqual([
    '1 byte',
    '812 bytes',
    '1.5 KiB',
    '250 MiB',
  ]);
  expect([duration(400), duration(59_400), duration(185_000), duration(8_040_000)]).toEqual([
    '0.4 s',
    '59 s',
    '3 min 05 s',
    '2 h 14 min',
  ]);
});

test('lines break between words, never within a command or a path', () => {
  expect(
    wrap("Run `chainmail receipt key --replace-lost` and chmod 600 '/my data/keys/secrets.key' then.", 24),
  ).toEqual(['Run', '`chainmail receipt key --replace-lost`', 'and', "chmod 600 '/my data/keys/secrets.key'", 'then.']);
  expect(wrap("It is not the tenant's own, but somebody else's.", 20)).toEqual([
    'It is not the',
    "tenant's own, but",
    "somebody else's.",
  ]);
});

test('commands in a fix name the data folder that was named', () => {
  expect(inDataFolder('Run `chainmail vault verify`, or `chainmail demo`.', '/my data')).toBe(
    "Run `chainmail vault verify --data '/my data'`, or `chainmail demo`.",
  );
});
