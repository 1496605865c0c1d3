import { expect, test } from 'vitest';
import reference from '../../../docs/reference/errors.md?raw';
import { browserWords } from './words.ts';

test('no advice about what Microsoft answers sends somebody at a page to the command line', () => {
  const steps = reference.split('\n').filter((line) => /^\d+\. .*`chainmail /.test(line));
  expect(steps.length).toBeGreaterThan(10);
  expect(steps.map(browserWords).filter((step) => step.includes('`chainmail '))).toEqual([]);
});

test('advice names the place in the browser, and leaves what nobody can do there', () => {
  expect(browserWords('Give it with `chainmail connection update NAME --client-secret-file FILE`.')).toBe(
    "Give it with “New credential” on the connection's page.",
  );
  expect(browserWords('Open the link that `chainmail connection setup NAME` prints; then wait.')).toBe(
    "Open the link that the connection's page, under “Permissions and set-up”, shows; then wait.",
  );
  expect(browserWords('Run `chainmail vault verify`.')).toBe('Run `chainmail vault verify`.');
});
