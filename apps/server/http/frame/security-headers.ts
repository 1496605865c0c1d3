import type { App, Parts } from '../../parts.ts';

/** What the app may load: itself. Charts and message previews bring their own answers with their own policy. */
const appPolicy = [
  "default-src 'self'",
  "img-src 'self' data:",
  "style-src 'self' 'unsafe-inline'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ');

/** Headers of every answer; a route that needs others sets its own before it answers. */
export function securityHeaders(app: App, parts: Parts): void {
  app.addHook('onSend', async (request, reply) => {
    const set = (name: string, value: string): void => {
      if (!reply.hasHeader(name)) reply.header(name, value);
    };
    set('content-security-policy', appPolicy);
    set('x-content-type-options', 'nosniff');
    set('x-frame-options', 'SAMEORIGIN');
    set('referrer-policy', 'same-origin');
    set('cross-origin-opener-policy', 'same-origin');
    set('cross-origin-resource-policy', 'same-origin');
    set('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()');
    if (request.url.startsWith('/api/')) set('cache-control', 'no-store');
    if (parts.origins.isSecure) set('strict-transport-security', 'max-age=31536000');
  });
}
