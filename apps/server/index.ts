export { builtWebApp } from './web-app/build-web-app.ts';
export { startServer, type RunningServer } from './start.ts';
