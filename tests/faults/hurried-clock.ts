import { systemClock, type Clock } from '#platform';

/** A clock whose time passes so many times faster: for whoever waits for a service that asks for seconds and minutes. */
export function hurriedClock(times: number): Clock {
  const begun = systemClock.now().getTime();
  const zero = systemClock.monotonic();
  const monotonic = (): number => (systemClock.monotonic() - zero) * times;
  return {
    now: () => new Date(begun + monotonic()),
    monotonic,
    sleep: (ms, signal) => systemClock.sleep(ms / times, signal),
  };
}
