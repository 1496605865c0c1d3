import { expect, test } from 'vitest';
import { UsageError } from '../frame/usage-error.ts';
import { parseMailboxList } from './mailbox-list-file.ts';

function read(text: string): (string | null)[][] {
  return parseMailboxList(text, 'people.csv').map(({ given, custodian }) => [given, custodian]);
}

test('reads a mailbox and its custodian from each line', () => {
  expect(read('mailbox,custodian\nada@acme.example,Ada Marsh\nben@acme.example,Ben\n')).toEqual([
    ['ada@acme.example', 'Ada Marsh'],
    ['ben@acme.example', 'Ben'],
  ]);
});

test('the heading may name them the other way round', () => {
  expect(read('Custodian,Mailbox\nAda Marsh,ada@acme.example\n')).toEqual([['ada@acme.example', 'Ada Marsh']]);
});

test('the heading and the custodian may be left out', () => {
  expect(read('ada@acme.example\nben@acme.example,')).toEqual([
    ['ada@acme.example', null],
    ['ben@acme.example', null],
  ]);
});

test('reads what spreadsheets write: byte order mark, CRLF, quotes, empty lines, semicolons', () => {
  expect(read('\uFEFFMailbox;Custodian\r\n\r\n"ada@acme.example";"Marsh, Ada ""the boss"""\r\n;\r\n')).toEqual([
    ['ada@acme.example', 'Marsh, Ada "the boss"'],
  ]);
});

test('a quoted custodian may hold a comma and a line break', () => {
  expect(read('ada@acme.example, "Marsh,\nAda"\nben@acme.example,Ben')).toEqual([
    ['ada@acme.example', 'Marsh,\nAda'],
    ['ben@acme.example', 'Ben'],
  ]);
});

test.each([
  ['ada@acme.example,"Ada', 'people.csv, line 1: a quoted field does not end'],
  ['a@x\n,Nobody\nb@x', 'line 2: there is no mailbox'],
  ['a@x\nAda Marsh,a@x', 'line 2: "Ada Marsh" is not an address'],
  ['a@x,"A\nB"\nA@X', 'line 3: A@X is on line 1 already'],
  ['a@x,A,B', 'line 1: there are more than two fields'],
  ['a@x,A "B" C', 'people.csv, line 1: a quote stands inside of a field'],
  ['mailbox,custodian\n', 'people.csv names no mailbox'],
])('names the line that is wrong: %j', (text, message) => {
  expect(() => read(text)).toThrow(UsageError);
  expect(() => read(text)).toThrow(message);
});

test('all wrong lines are named at once', () => {
  expect(() => read('a@x\n,A\nb@x\n,B')).toThrow(/line 2: .*line 4: /);
});
