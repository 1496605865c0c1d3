import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src,apps,scripts,simulated-tenant,tests,web}/**/*.test.ts'],
    exclude: ['**/node_modules/**', ...(process.env['SOAK'] === undefined ? ['tests/soak/**'] : [])],
    globalSetup: ['tests/set-up.ts'],
    // Processes that keep their modules from file to file: fifteen times faster than fresh ones.
    pool: 'forks',
    isolate: false,
    // Much of a run is waiting for processes it started.
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
});
