import { textAnswer, type Answer } from '../../http/answer.ts';

const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store, no-cache',
  Pragma: 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
};

export interface Page {
  readonly title: string;
  /** HTML; whatever is not our own text has gone through `escaped`. */
  readonly body: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A page of the sign-in: no script, labelled fields, buttons. */
export function pageAnswer({ title, body, status = 200, headers = {} }: Page): Answer {
  const style =
    'body{font:16px/1.5 system-ui,sans-serif;background:#f2f2f2;color:#1b1b1b;margin:0}' +
    'main{background:#fff;max-width:27rem;margin:10vh auto;padding:2rem;border:1px solid #c8c8c8}' +
    'h1{font-size:1.4rem;margin:0 0 1rem}label{display:block;margin:.75rem 0 .25rem}' +
    'input[type=text],input[type=password],textarea{width:100%;box-sizing:border-box;padding:.5rem;font:inherit}' +
    'button{font:inherit;padding:.4rem 1.2rem;margin:1rem .5rem 0 0}.error{color:#a4262c}' +
    '.check{display:flex;gap:.5rem;align-items:start}.check label{margin:0}dt{font-weight:600}dd{margin:0 0 .5rem;color:#555}';
  const html =
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title>` +
    `<meta name="viewport" content="width=device-width"><style>${style}</style></head>` +
    `<body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;
  return textAnswer(status, html, { ...pageHeaders, ...headers });
}

/** Text within HTML, attributes in double quotes included. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

export const hidden = (name: string, value: string): string =>
  `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;

export interface Form {
  readonly action: string;
  readonly inner: string;
}

export const form = ({ action, inner }: Form): string =>
  `<form method="post" action="${escaped(action)}">${inner}</form>`;

export const paragraph = (text: string, kind?: 'error'): string =>
  `<p${kind === undefined ? '' : ` class="${kind}" role="alert"`}>${escaped(text)}</p>`;

/** A field with its label. */
export const field = (id: string, label: string, input: string): string =>
  `<label for="${id}">${escaped(label)}</label>${input}`;
