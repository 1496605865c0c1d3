import { meRoutes } from './resources/accounts/me.ts';
import { microsoftRoutes } from './resources/accounts/microsoft.ts';
import { passwordRoutes } from './resources/accounts/password.ts';
import { sessionRoutes } from './resources/accounts/sessions.ts';
import { setUpRoutes } from './resources/accounts/set-up.ts';
import { signInRoutes } from './resources/accounts/sign-in.ts';
import { tokenRoutes } from './resources/accounts/tokens.ts';
import { twoFactorRoutes } from './resources/accounts/two-factor.ts';
import { auditRoutes } from './resources/audit/audit.ts';
import { checkRoutes } from './resources/connections/checks.ts';
import { connectionRoutes } from './resources/connections/connections.ts';
import { explanationRoutes } from './resources/connections/explanations.ts';
import { mailboxRoutes } from './resources/connections/mailboxes.ts';
import { planRoutes } from './resources/connections/plan.ts';
import { connectionSignInRoutes } from './resources/connections/sign-in.ts';
import { healthRoutes } from './resources/health.ts';
import { custodianRoutes } from './resources/matters/custodians.ts';
import { matterRoutes } from './resources/matters/matters.ts';
import { memberRoutes } from './resources/matters/members.ts';
import { metricsRoutes } from './resources/metrics.ts';
import { peopleRoutes } from './resources/people/people.ts';
import type { App, Parts } from './parts.ts';
import { workRoutes } from './work-routes.ts';

/** Every resource there is, in the order of the description of the API. */
export function routes(app: App, parts: Parts): void {
  healthRoutes(app, parts);
  metricsRoutes(app, parts);
  setUpRoutes(app, parts);
  signInRoutes(app, parts);
  microsoftRoutes(app, parts);
  twoFactorRoutes(app, parts);
  passwordRoutes(app, parts);
  meRoutes(app);
  sessionRoutes(app, parts);
  tokenRoutes(app, parts);
  peopleRoutes(app, parts);
  matterRoutes(app, parts);
  memberRoutes(app, parts);
  custodianRoutes(app, parts);
  connectionRoutes(app, parts);
  planRoutes(app, parts);
  connectionSignInRoutes(app, parts);
  checkRoutes(app, parts);
  mailboxRoutes(app, parts);
  explanationRoutes(app);
  auditRoutes(app, parts);
  workRoutes(app, parts);
}
