import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { manualClock } from '#platform';
import { createBudget, outlookLimits } from './budget.ts';
import { createGate, createGates } from './gate.ts';

const forever = new AbortController().signal;
const small = { concurrency: 4, requests: 100, windowMs: 600_000, slackMs: 2_000 };

async function settled(): Promise<void> {
  for (let round = 0; round < 5; round += 1) await turn();
}

describe('the gate of an application and a mailbox', () => {
  it('keeps exactly four in flight and lets the next in, in order of arrival', async () => {
    const gate = createGate(outlookLimits, manualClock());
    const order: number[] = [];
    const passes: { release(): void }[] = [];
    for (let number = 0; number < 10; number += 1) {
      void gate.enter(forever).then((pass) => {
        order.push(number);
        passes.push(pass);
      });
    }
    await settled();
    expect(order).toEqual([0, 1, 2, 3]);
    expect(gate.reading()).toMatchObject({ inFlight: 4, waiting: 6 });
    passes[1]!.release();
    passes[1]!.release();
    await settled();
    expect(order).toEqual([0, 1, 2, 3, 4]);
    expect(gate.reading()).toMatchObject({ inFlight: 4, waiting: 5 });
  });

  it('puts a refused request before those that came later', async () => {
    const gate = createGate({ ...outlookLimits, concurrency: 1 }, manualClock());
    const first = await gate.enter(forever);
    const order: string[] = [];
    void gate.enter(forever).then((pass) => {
      order.push('later');
      pass.release();
    });
    void gate.enter(forever, 'again').then((pass) => {
      order.push('again');
      pass.release();
    });
    first.release();
    await settled();
    expect(order).toEqual(['again', 'later']);
  });

  it('lets nobody pass until the service said so, and then goes on', async () => {
    const clock = manualClock();
    const gate = createGate(outlookLimits, clock);
    gate.pause(clock.now().getTime() + 10_000);
    let passed = false;
    void gate.enter(forever).then(() => {
      passed = true;
    });
    clock.advance(9_999);
    await settled();
    expect(passed).toBe(false);
    clock.advance(1);
    await settled();
    expect(passed).toBe(true);
  });

  it('honours a later pause that comes while it waits for an earlier one', async () => {
    const clock = manualClock();
    const gate = createGate(outlookLimits, clock);
    gate.pause(clock.now().getTime() + 1_000);
    let passed = false;
    void gate.enter(forever).then(() => {
      passed = true;
    });
    gate.pause(clock.now().getTime() + 30_000);
    clock.advance(1_000);
    await settled();
    expect(passed).toBe(false);
    clock.advance(29_000);
    await settled();
    expect(passed).toBe(true);
  });

  it('does not make a pause longer when the wall clock is set back', async () => {
    const clock = manualClock();
    let setBackBy = 0;
    const stepping = { ...clock, now: () => new Date(clock.now().getTime() - setBackBy) };
    const gate = createGate(outlookLimits, stepping);
    gate.pause(clock.now().getTime() + 1_000);
    let passed = false;
    void gate.enter(forever).then(() => {
      passed = true;
    });
    setBackBy = 24 * 3_600_000;
    clock.advance(1_000);
    await settled();
    expect(passed).toBe(true);
  });

  it('forgets whoever gave up waiting', async () => {
    const gate = createGate({ ...outlookLimits, concurrency: 1 }, manualClock());
    const pass = await gate.enter(forever);
    const leaving = new AbortController();
    const left = gate.enter(leaving.signal);
    const stayed = gate.enter(forever);
    leaving.abort(new Error('enough'));
    await expect(left).rejects.toThrow('enough');
    pass.release();
    await expect(stayed).resolves.toBeDefined();
    await expect(gate.enter(leaving.signal)).rejects.toThrow('enough');
  });

  it('is shared by whoever has the same client id and mailbox, in any case, and by nobody else', () => {
    const gates = createGates(manualClock());
    expect(gates.of('APP', 'Mailbox')).toBe(gates.of('app', 'mailbox'));
    expect(gates.of('app', 'mailbox')).not.toBe(gates.of('app', 'other'));
    expect(gates.of('app', 'mailbox')).not.toBe(gates.of('app2', 'mailbox'));
    expect(gates.of('app', null)).not.toBe(gates.of('app', 'mailbox'));
  });
});

describe('the sliding budget', () => {
  it('is used to at least 97 % over an hour, and never more than allowed in any ten minutes', async () => {
    const clock = manualClock();
    const gate = createGate(small, clock);
    const sent: number[] = [];
    const ending = new AbortController();
    const worker = async (): Promise<void> => {
      for (;;) {
        const pass = await gate.enter(ending.signal);
        sent.push(clock.monotonic());
        pass.release();
      }
    };
    const workers = Array.from({ length: 8 }, worker);
    const hour = 3_600_000;
    while (clock.monotonic() < hour) {
      await settled();
      clock.advance(500);
    }
    ending.abort(new Error('over'));
    await Promise.allSettled(workers);
    for (const [index, at] of sent.entries()) {
      const hundredLater = sent[index + small.requests];
      if (hundredLater !== undefined) expect(hundredLater - at).toBeGreaterThan(small.windowMs);
    }
    // The burst at the start gives one window more than the hour holds.
    expect(sent.length).toBeGreaterThanOrEqual(6 * small.requests * 0.97);
    expect(sent.length).toBeLessThanOrEqual(6 * small.requests);
  });

  it('says how long until there is room', () => {
    const budget = createBudget({ ...small, requests: 2 });
    budget.spend(0);
    budget.spend(60_000);
    expect(budget.wait(60_000)).toBeGreaterThan(small.windowMs - 60_000);
    expect(budget.wait(60_000)).toBeLessThanOrEqual(small.windowMs - 60_000 + 4_000);
    expect(budget.wait(small.windowMs + 4_000)).toBe(0);
    expect(budget.spent(small.windowMs + 4_000)).toBe(1);
  });
});
