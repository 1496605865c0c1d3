import { describe, expect, it } from 'vitest';
import { ArrivingBody } from './arriving-body.ts';

class Socket {
  paused = false;
  aborted = false;
  reason = null;
  abort(): void {
    this.aborted = true;
  }
  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
}

const part = (size: number): Uint8Array => new Uint8Array(size);

describe('a body while it arrives', () => {
  it('stops the socket when much of it waits, and lets it go on once that was read', async () => {
    const socket = new Socket();
    const body = new ArrivingBody(socket);
    for (let came = 0; came < 5; came += 1) body.push(part(64 * 1024));
    expect(socket.paused).toBe(true);
    await body.next();
    expect(socket.paused).toBe(false);
  });

  it('gives what came before a break, then the break, and tells once that nothing more comes', async () => {
    const body = new ArrivingBody(new Socket());
    let over = 0;
    body.whenOver = () => (over += 1);
    body.push(part(3));
    body.fail(new Error('broke off'));
    body.end();
    expect(await body.next()).toMatchObject({ done: false });
    await expect(body.next()).rejects.toThrow('broke off');
    await expect(body.next()).rejects.toThrow('broke off');
    expect(over).toBe(1);
  });

  it('breaks off a reader that waits', async () => {
    const body = new ArrivingBody(new Socket());
    const reading = body.next();
    body.fail(new Error('reset'));
    await expect(reading).rejects.toThrow('reset');
  });

  it('closes its connection when it is no longer read, and only then', async () => {
    const given = new Socket();
    const ended = new Socket();
    const unread = new ArrivingBody(given);
    unread.push(part(10));
    await unread.return();
    expect(given.aborted).toBe(true);
    expect(await unread.next()).toEqual({ done: true, value: undefined });
    const whole = new ArrivingBody(ended);
    whole.end();
    await whole.return();
    expect(ended.aborted).toBe(false);
  });
});
