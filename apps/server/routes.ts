import { healthRoutes } from './resources/health.ts';
import { matterRoutes } from './resources/matters.ts';
import { meRoutes } from './resources/me.ts';
import { setUpRoutes } from './resources/set-up.ts';
import { signInRoutes } from './resources/sign-in.ts';
import type { App, Parts } from './parts.ts';

/** Every resource there is, in the order of the description of the API. */
export function routes(app: App, parts: Parts): void {
  healthRoutes(app, parts);
  setUpRoutes(app, parts);
  signInRoutes(app, parts);
  meRoutes(app);
  matterRoutes(app, parts);
}
