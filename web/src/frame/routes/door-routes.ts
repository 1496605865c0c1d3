import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from './root-routes.ts';

const setUp = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('../../pages/door/set-up-page.tsx'), 'SetUpPage'),
});

/** Only to a page of ours: one slash, and no second one that would begin another host. */
function isOwnPage(back: unknown): back is string {
  return typeof back === 'string' && /^\/(?![/\\])/.test(back);
}

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: ({ back, refused }: Record<string, unknown>): { back?: string; refused?: string } => ({
    ...(isOwnPage(back) ? { back } : {}),
    ...(typeof refused === 'string' ? { refused } : {}),
  }),
  component: lazyRouteComponent(() => import('../../pages/door/sign-in-page.tsx'), 'SignInPage'),
});

const newPassword = createRoute({
  getParentRoute: () => rootRoute,
  path: '/new-password',
  component: lazyRouteComponent(() => import('../../pages/door/new-password-page.tsx'), 'NewPasswordPage'),
});

export const doorRoutes = [setUp, signIn, newPassword] as const;
