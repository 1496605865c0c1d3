import { randomInt } from 'node:crypto';
import { jsonAnswer, type Answer } from '../../http/answer.ts';
import type { Call } from '../../http/call.ts';
import type { Simulation } from '../../simulation.ts';
import { formOf } from '../people/authorize.ts';
import type { TokenRequest } from '../client-proof.ts';
import { namedApp } from '../people/authorize-request.ts';
import { keep, type DeviceCode } from '../people/grants.ts';
import { field, form, hidden, pageAnswer, paragraph } from '../people/pages.ts';
import { askedScopes, wordsOf } from '../people/scopes.ts';
import { beyondPerson, enterConsent, missingConsents } from '../people/consents.ts';
import { signedInPerson } from '../people/sessions.ts';
import { accountRefusal, wallOf } from '../people/walls.ts';
import { missingParameter, refusalAnswer, type Refusal } from '../refusal.ts';
import { signInHeaders } from '../sign-in-headers.ts';
import { personTokens, type PersonTokens } from './person-tokens.ts';
import { begin } from './redeem.ts';

const lifetimeSeconds = 900;
const letters = 'BCDFGHJKLMNPQRSTVWXZ23456789';

/** `POST /{tenant}/oauth2/v2.0/devicecode`: a code for a person to type at `/devicelogin`. */
export async function answerDeviceCode(simulation: Simulation, call: Call, segment: string): Promise<Answer> {
  const given = await formOf(call);
  const app = begin(simulation, { segment, form: given, call });
  const scopes = 'code' in app ? app : askedScopes(given.get('scope'), call.origin);
  const headers = signInHeaders('no-store, no-cache');
  if ('code' in app || 'code' in scopes) {
    const refusal = 'code' in app ? app : (scopes as Refusal);
    return refusalAnswer(refusal, { simulation, correlationId: call.header('client-request-id'), headers });
  }
  const userCode = Array.from({ length: 9 }, () => letters[randomInt(letters.length)]).join('');
  const expires = simulation.tenant.clock.now() + lifetimeSeconds * 1000;
  const code = keep(simulation.grants.deviceCodes, {
    app,
    userCode,
    scopes,
    expires,
    outcome: 'pending',
    redeemed: false,
  });
  const place = `${call.origin}/devicelogin`;
  return jsonAnswer(
    200,
    {
      user_code: userCode,
      device_code: code,
      verification_uri: place,
      expires_in: lifetimeSeconds,
      interval: 1,
      message: `To sign in, use a web browser to open the page ${place} and enter the code ${userCode} to authenticate.`,
    },
    headers,
  );
}

/** `/devicelogin`: one page for code, address and password; pressing "Continue" consents to what is listed after it. */
export async function answerDeviceLogin(simulation: Simulation, call: Call): Promise<Answer> {
  if (call.method !== 'POST') return devicePage();
  const given = await formOf(call);
  const waiting = [...simulation.grants.deviceCodes.values()].find(
    ({ userCode, expires, outcome }) =>
      userCode === (given.get('code') ?? '').trim().toUpperCase() &&
      expires > simulation.tenant.clock.now() &&
      outcome === 'pending',
  );
  if (waiting === undefined) return devicePage('That code didn’t work. Check the code and try again.');
  const person = signedInPerson(simulation, given.get('login') ?? '', given.get('passwd') ?? '');
  if ('code' in person) return devicePage(`AADSTS${String(person.code)}: ${person.text}`);
  const { app } = waiting;
  const wall = wallOf(simulation, { app, person, at: 'page' });
  if (wall !== undefined) return devicePage(`AADSTS${String(wall.code)}: ${wall.text}`);
  const scopes = missingConsents(app, person, waiting.scopes);
  if (beyondPerson(simulation.tenant, person, scopes).length > 0)
    return devicePage('AADSTS90094: Admin consent is required for the permissions requested by this application.');
  switch (given.get('decision')) {
    case 'accept':
      enterConsent(app, person.id, scopes);
      waiting.outcome = { person, signedInAt: simulation.tenant.clock.now() };
      return pageAnswer({
        title: `You have signed in to ${app.name}`,
        body: paragraph('You may now close this window.'),
      });
    case 'cancel':
      waiting.outcome = 'declined';
      return pageAnswer({ title: 'Sign-in cancelled', body: paragraph('You may now close this window.') });
    default:
      return confirmPage(given, waiting, scopes);
  }
}

function devicePage(error?: string): Answer {
  const inner = [
    field('code', 'Code', '<input type="text" id="code" name="code" required autocomplete="off">'),
    field('login', 'Email', '<input type="text" id="login" name="login" required autocomplete="username">'),
    field('passwd', 'Password', '<input type="password" id="passwd" name="passwd" required>'),
    '<button type="submit">Next</button>',
  ].join('');
  const trouble = error === undefined ? '' : paragraph(error, 'error');
  return pageAnswer({ title: 'Enter code', body: `${trouble}${form({ action: '/devicelogin', inner })}` });
}

function confirmPage(given: URLSearchParams, { app }: DeviceCode, scopes: readonly string[]): Answer {
  const again = ['code', 'login', 'passwd'].map((name) => hidden(name, given.get(name) ?? ''));
  const list = scopes.map((scope) => paragraph(`${wordsOf(scope)} (${scope})`)).join('');
  const buttons =
    '<button type="submit" name="decision" value="cancel">Cancel</button><button type="submit" name="decision" value="accept">Continue</button>';
  const body = `${list}${form({ action: '/devicelogin', inner: `${again.join('')}${buttons}` })}`;
  return pageAnswer({ title: `Are you trying to sign in to ${app.name}?`, body });
}

/** `grant_type=device_code`. Refusals: 70016 while nobody signed in, 70020 declined, 70019 too late, 70018 unknown. */
export function redeemDeviceCode(simulation: Simulation, request: TokenRequest): PersonTokens | Refusal {
  const { form: given, call } = request;
  const app = namedApp(simulation, given.get('client_id'));
  if ('code' in app) return app;
  const key = given.get('device_code') ?? given.get('code');
  if (key === null) return missingParameter('device_code');
  const waiting = simulation.grants.deviceCodes.get(key);
  if (waiting?.app.clientId !== app.clientId || waiting.redeemed)
    return {
      code: 70018,
      text: 'Invalid verification code due to User typing in wrong user code for device code flow.',
    };
  if (waiting.expires <= simulation.tenant.clock.now()) return { code: 70019, text: 'Verification code expired.' };
  if (waiting.outcome === 'pending')
    return { code: 70016, text: 'OAuth 2.0 device flow error. Authorization is pending. Continue polling.' };
  if (waiting.outcome === 'declined') return { code: 70020, text: 'The end user denied the authorization request.' };
  const { person, signedInAt } = waiting.outcome;
  const account = accountRefusal(simulation, person, signedInAt);
  if (account !== undefined) return account;
  waiting.redeemed = true;
  return personTokens(simulation, {
    app,
    person,
    asked: waiting.scopes,
    platform: 'public',
    credential: '0',
    signedInAt,
    nonce: null,
    origin: call.origin,
    clientInfo: given.get('client_info') === '1',
  });
}
