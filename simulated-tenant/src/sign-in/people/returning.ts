import { emptyAnswer, type Answer } from '../../http/answer.ts';
import type { Simulation } from '../../simulation.ts';
import { describedRefusal, type Refusal } from '../refusal.ts';
import type { Return } from './authorize-request.ts';
import type { AuthorizeRequest } from './grants.ts';
import { escaped, hidden, pageAnswer, paragraph } from './pages.ts';

export const returnOf = ({ redirect, responseMode, state }: AuthorizeRequest): Return => ({
  uri: redirect.uri,
  mode: responseMode,
  state,
});

/** Sends the browser back to the application with these values, in the way it asked for. */
export function returned(to: Return, values: Readonly<Record<string, string>>, headers = {}): Answer {
  const all = { ...values, ...(to.state === null ? {} : { state: to.state }) };
  switch (to.mode) {
    case 'query': {
      const url = new URL(to.uri);
      for (const [name, value] of Object.entries(all)) url.searchParams.set(name, value);
      return emptyAnswer(302, { ...headers, Location: url.href, 'Cache-Control': 'no-store, no-cache' });
    }
    case 'fragment': {
      const url = new URL(to.uri);
      url.hash = new URLSearchParams(all).toString();
      return emptyAnswer(302, { ...headers, Location: url.href, 'Cache-Control': 'no-store, no-cache' });
    }
    case 'form_post': {
      const fields = Object.entries(all).map(([name, value]) => hidden(name, value));
      const inner = `${fields.join('')}<button type="submit">Continue</button>`;
      const body = `<form method="post" action="${escaped(to.uri)}">${inner}</form><script>document.forms[0].submit()</script>`;
      return pageAnswer({ title: 'Working…', body, headers });
    }
  }
}

export interface ReturnedRefusal {
  readonly error: string;
  readonly refusal: Refusal;
  readonly extra?: Readonly<Record<string, string>>;
}

/** Sends the browser back with a refusal. */
export function refused(simulation: Simulation, to: Return, { error, refusal, extra = {} }: ReturnedRefusal): Answer {
  const { text, uri } = describedRefusal(refusal, simulation);
  return returned(to, { error, error_description: text, error_uri: uri, ...extra });
}

/** A refusal that the person at the browser reads and the application never hears of. */
export function refusalPage(simulation: Simulation, refusal: Refusal, more: readonly string[] = []): Answer {
  const { text } = describedRefusal(refusal, simulation);
  const body = [paragraph('Sorry, but we’re having trouble signing you in.'), paragraph(text, 'error'), ...more];
  return pageAnswer({ title: 'Sign in', body: body.join(''), status: 400 });
}
