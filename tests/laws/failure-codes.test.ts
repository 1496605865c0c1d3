import { beforeAll, describe, expect, it } from 'vitest';
import { readThrownFailures, type ThrownFailure } from '../../scripts/reference/thrown-failures.ts';

describe('the codes of failures', () => {
  let thrown: readonly ThrownFailure[] = [];

  beforeAll(async () => {
    thrown = await readThrownFailures();
  });

  it('are found', () => {
    expect(thrown.length).toBeGreaterThan(50);
  });

  it('are kebab-case, so that they can be anchors and file names', () => {
    expect(thrown.map(({ code }) => code).filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toEqual([]);
  });

  it('belong to one room each', () => {
    expect(spread((failure) => failure.room)).toEqual([]);
  });

  it('have one kind each', () => {
    expect(spread((failure) => failure.kind)).toEqual([]);
  });

  /** Codes for which a property has more than one value. */
  function spread(property: (failure: ThrownFailure) => string): string[] {
    return [...Map.groupBy(thrown, (failure) => failure.code)]
      .map(([code, places]) => ({ code, values: new Set(places.map(property)) }))
      .filter(({ values }) => values.size > 1)
      .map(({ code, values }) => `${code}: ${[...values].join(', ')}`);
  }
});
