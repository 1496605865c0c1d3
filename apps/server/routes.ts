import { meRoutes } from './resources/accounts/me.ts';
import { passwordRoutes } from './resources/accounts/password.ts';
import { sessionRoutes } from './resources/accounts/sessions.ts';
import { setUpRoutes } from './resources/accounts/set-up.ts';
import { signInRoutes } from './resources/accounts/sign-in.ts';
import { tokenRoutes } from './resources/accounts/tokens.ts';
import { twoFactorRoutes } from './resources/accounts/two-factor.ts';
import { auditRoutes } from './resources/audit/audit.ts';
import { healthRoutes } from './resources/health.ts';
import { custodianRoutes } from './resources/matters/custodians.ts';
import { matterRoutes } from './resources/matters/matters.ts';
import { memberRoutes } from './resources/matters/members.ts';
import { peopleRoutes } from './resources/people/people.ts';
import type { App, Parts } from './parts.ts';
import { workRoutes } from './work-routes.ts';

/** Every resource there is, in the order of the description of the API. */
export function routes(app: App, parts: Parts): void {
  healthRoutes(app, parts);
  setUpRoutes(app, parts);
  signInRoutes(app, parts);
  twoFactorRoutes(app, parts);
  passwordRoutes(app, parts);
  meRoutes(app);
  sessionRoutes(app, parts);
  tokenRoutes(app, parts);
  peopleRoutes(app, parts);
  matterRoutes(app, parts);
  memberRoutes(app, parts);
  custodianRoutes(app, parts);
  auditRoutes(app, parts);
  workRoutes(app, parts);
}
