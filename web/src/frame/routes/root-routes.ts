import { createRootRoute, createRoute } from '@tanstack/react-router';
import { PageFailed, PageMissing } from '../page-failed.tsx';
import { requireSignIn } from '../require-sign-in.ts';
import { Shell } from '../shell/shell.tsx';

export const rootRoute = createRootRoute({ errorComponent: PageFailed, notFoundComponent: PageMissing });

/** Everything behind the sign-in. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: ({ location }) => requireSignIn(location.href),
  component: Shell,
  errorComponent: PageFailed,
});
