export { builtWebApp } from './web-app/build-web-app.ts';
export type { Pace } from './jobs/server-jobs.ts';
export { startServer, type RunningServer } from './start.ts';
