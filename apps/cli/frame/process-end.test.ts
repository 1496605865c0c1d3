import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { endsOfPipe } from './process-end.ts';

test.each(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'])(
  'a reader or a terminal that went away (%s) ends nothing',
  (code) => {
    const stream = new EventEmitter();
    endsOfPipe([stream]);
    expect(() => stream.emit('error', Object.assign(new Error(code), { code }))).not.toThrow();
  },
);

test('output that a full disk does not take is an error', () => {
  const stream = new EventEmitter();
  endsOfPipe([stream]);
  expect(() => stream.emit('error', Object.assign(new Error('full'), { code: 'ENOSPC' }))).toThrow('full');
});
