/** Somebody at a browser who signs in. */
export interface Walker {
  readonly login: string;
  readonly password: string;
  /** What they press on the consent page. */
  readonly consent?: 'accept' | 'cancel';
  /** An administrator who consents for everybody. */
  readonly forOrganization?: boolean;
  /** What they press on a page that lets them go no further. */
  readonly stopped?: 'back' | 'stay';
}

/** Where a walk through the pages ended: back at the application, or on a page that lets nobody further. */
export type WalkEnd =
  | { readonly kind: 'returned'; readonly url: URL; readonly titles: readonly string[] }
  | { readonly kind: 'page'; readonly html: string; readonly titles: readonly string[] };

const mostPages = 10;

/**
 * Walks through the pages of a sign-in as a person would, without a browser: for tests of applications.
 * Every page costs one request; the application's own address is never asked.
 */
export async function walkSignIn(authorizeUrl: string, walker: Walker): Promise<WalkEnd> {
  const titles: string[] = [];
  let cookie = '';
  let next: { readonly url: string; readonly body?: URLSearchParams } = { url: authorizeUrl };
  for (let page = 0; page < mostPages; page += 1) {
    const response = await fetch(next.url, {
      redirect: 'manual',
      headers: { cookie },
      ...(next.body === undefined ? {} : { method: 'POST', body: next.body }),
    });
    cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    const location = response.headers.get('location');
    const html = await response.text();
    if (location !== null) return { kind: 'returned', url: new URL(location, next.url), titles };
    titles.push(unescaped(/<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? ''));
    const fields = answered(html, walker);
    const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1];
    if (fields === undefined || action === undefined) return { kind: 'page', html, titles };
    next = { url: new URL(unescaped(action), next.url).href, body: fields };
  }
  throw new Error(`The sign-in has more than ${String(mostPages)} pages: ${titles.join(', ')}`);
}

/** What this person fills in and presses on a page; undefined when they stay there. */
function answered(html: string, walker: Walker): URLSearchParams | undefined {
  const fields = new URLSearchParams();
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g))
    fields.set(unescaped(name), unescaped(value));
  if (html.includes('name="passwd"')) {
    if (html.includes('role="alert"')) return undefined;
    fields.set('login', walker.login);
    fields.set('passwd', walker.password);
    if (html.includes('value="accept"')) fields.set('decision', walker.consent ?? 'accept');
    return fields;
  }
  if (html.includes('value="accept"')) {
    fields.set('decision', walker.consent ?? 'accept');
    if (walker.forOrganization === true && html.includes('name="organization"')) fields.set('organization', 'on');
    return fields;
  }
  const back = /name="decision" value="(back|stopped)"/.exec(html)?.[1];
  if (back === undefined || walker.stopped !== 'back') return undefined;
  fields.set('decision', back);
  return fields;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
