import { expect, test } from 'vitest';
import { Failure } from '#evidence';
import { Secret } from '../secrets/secret.ts';
import { createLog, type LogLevel } from './log.ts';

function memoryLog(level: LogLevel) {
  const lines: string[] = [];
  return { lines, log: createLog({ write: (line) => void lines.push(line) }, level) };
}

test('each entry names its room, its level and a time in UTC', () => {
  const { lines, log } = memoryLog('info');
  log.room('collector').info({ mailbox: 7 }, 'sealed');
  expect(JSON.parse(lines[0]!)).toMatchObject({ room: 'collector', level: 'info', mailbox: 7, msg: 'sealed' });
  expect((JSON.parse(lines[0]!) as { time: string }).time).toMatch(/Z$/);
});

test('the level holds for rooms that were opened before it was set', () => {
  const { lines, log } = memoryLog('warn');
  const room = log.room('vault');
  room.info('unheard');
  log.setLevel('info');
  room.info('heard');
  expect(lines.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual(['heard']);
});

test('secrets and message content stay out, wherever they sit', () => {
  const { lines, log } = memoryLog('trace');
  const room = log.room('microsoft');
  room.error({ secret: new Secret('hunter2'), any: new Secret('hunter2'), password: 'hunter2' }, 'one');
  room.error({
    request: { headers: { authorization: 'Bearer hunter2' } },
    message: { subject: 'hunter2', body: 'hunter2' },
  });
  const rowError = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (name)=(hunter2)' });
  room.error({ err: rowError });
  room.error({
    err: new Failure('denied', 'refused', { code: 'x', cause: Object.assign(new Error('no'), { body: 'hunter2' }) }),
  });
  expect(lines).toHaveLength(4);
  expect(lines.join('')).not.toContain('hunter2');
  expect(JSON.parse(lines[3]!)).toMatchObject({ err: { kind: 'denied', code: 'x', cause: 'Error: no' } });
});
