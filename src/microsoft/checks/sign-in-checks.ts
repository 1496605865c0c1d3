import { Failure } from '#evidence';
import type { OpenConnection } from '../connections/connection.ts';
import { signInScopes } from '../capabilities/delegated-permission.ts';
import { needsSignIn } from '../delegated/needs-sign-in.ts';
import type { TokenClaims } from '../sign-in/token-claims.ts';
import type { CheckId, CheckResult } from './check-result.ts';
import { attempt, check, explained } from './check-result.ts';

/** What one sign-in told: four checks, and the claims when it worked. */
export interface SignInOutcome {
  readonly results: readonly CheckResult[];
  readonly claims: TokenClaims | null;
  /** Set when the sign-in failed because this machine's clock is wrong. */
  readonly clockFailure: Failure | null;
}

const order = ['tenant-exists', 'app-exists', 'secret-valid', 'consent-given'] as const;

/** Which check a failed sign-in belongs to; what no check is about says nothing of any of them. */
const checkOfCode: Readonly<Record<string, (typeof order)[number]>> = {
  'entra-tenant-unknown': 'tenant-exists',
  'entra-tenant-malformed': 'tenant-exists',
  'entra-tenant-other-cloud': 'tenant-exists',
  'entra-tenant-needed': 'tenant-exists',
  'entra-resource-unknown': 'tenant-exists',
  'entra-app-unknown': 'app-exists',
  'entra-app-not-in-tenant': 'app-exists',
  'entra-app-disabled': 'app-exists',
  'entra-public-client': 'app-exists',
  'entra-secret-wrong': 'secret-valid',
  'entra-secret-expired': 'secret-valid',
  'entra-secret-missing': 'secret-valid',
  'entra-certificate-unknown': 'secret-valid',
  'entra-certificate-expired': 'secret-valid',
  'entra-certificate-key-mismatch': 'secret-valid',
  'entra-assertion-out-of-time': 'secret-valid',
  'entra-assertion-refused': 'secret-valid',
  'entra-consent-missing': 'consent-given',
  'entra-consent-declined': 'consent-given',
  'entra-admin-consent-needed': 'consent-given',
  'entra-admin-approval-pending': 'consent-given',
  'entra-service-not-enabled': 'consent-given',
  'entra-app-misconfigured': 'consent-given',
  'entra-assignment-required': 'consent-given',
  'entra-mfa-needed': 'consent-given',
  'entra-conditional-access': 'consent-given',
  'entra-refresh-token-idle': 'consent-given',
  'entra-refresh-token-limited': 'consent-given',
  'entra-grant-revoked': 'consent-given',
  'entra-grant-expired': 'consent-given',
  'entra-grant-unknown': 'consent-given',
  'entra-password-expired': 'consent-given',
  'entra-user-disabled': 'consent-given',
  'entra-user-locked': 'consent-given',
  'entra-user-unknown': 'consent-given',
  'connection-sign-in-lost': 'consent-given',
};

/**
 * Signs in once and reads from the answer whether tenant, application and credential are right: the service looks at
 * them in this order, so what comes before the one it names is known to be right.
 */
export async function checkSignIn(open: OpenConnection, signal: AbortSignal): Promise<SignInOutcome> {
  const { connection } = open;
  const claims = await attempt(newClaims(open, signal));
  if (claims instanceof Failure) {
    const clockFailure = claims.code === 'entra-assertion-out-of-time' ? claims : null;
    return { results: refused(open, claims), claims: null, clockFailure };
  }
  const found = order.slice(0, 2).map((id) => begin(open, id).pass({ cause: passText(open, id, claims) }));
  const secret = begin(open, 'secret-valid').pass({ cause: `The ${connection.credentialKind} was accepted.` });
  return { results: [...found, secret, consent(open, claims)], claims, clockFailure: null };
}

/** The claims of a token made now: one that was made before does not tell whether a person's sign-in still holds. */
async function newClaims(open: OpenConnection, signal: AbortSignal): Promise<TokenClaims> {
  if (open.connection.kind === 'delegated') await open.signIn.token(signal, await open.signIn.token(signal));
  return open.signIn.claims(signal);
}

function refused(open: OpenConnection, failure: Failure): readonly CheckResult[] {
  const at = checkOfCode[failure.code] ?? 'tenant-exists';
  const index = order.indexOf(at);
  return order.map((id, position) => {
    const begun = begin(open, id);
    if (failure.code === 'connection-sign-in-lost' && position < index)
      return begun.skip('There was nothing to sign in with.');
    if (position < index)
      return begun.pass({ cause: `${impliedText(open, id)}; what it refused comes after (${at}).` });
    if (position > index) return begun.skip(`The sign-in failed before (${at}).`);
    const finding = explained(failure);
    const more = [...thumbprintSteps(open, failure), ...signInSteps(open, failure)];
    return begun.fail({ ...finding, fix: [...(finding.fix ?? []), ...more] });
  });
}

/** What a refusal further on says of a check before it. */
function impliedText(open: OpenConnection, id: (typeof order)[number]): string {
  switch (id) {
    case 'tenant-exists':
      return 'The sign-in service knows the tenant';
    case 'app-exists':
      return 'The sign-in service knows the application';
    case 'secret-valid':
      return `The sign-in service accepted the ${open.connection.credentialKind}`;
    case 'consent-given':
      return 'The sign-in service found the consent';
  }
}

/** Who has to do it, where only a person at the sign-in page can help. */
function signInSteps({ connection }: OpenConnection, failure: Failure): readonly string[] {
  const { signer, name } = connection;
  if (signer === null || !needsSignIn(failure)) return [];
  return [
    `${signer.address} signs in again with "${name}". What was collected through it stays, and goes on afterwards.`,
  ];
}

/** Entra lists certificates by SHA-1; the refusal names the SHA-256. */
function thumbprintSteps(open: OpenConnection, failure: Failure): readonly string[] {
  const thumbprints = failure.code.startsWith('entra-certificate-') ? open.thumbprints() : null;
  if (thumbprints === null) return [];
  return [
    `The certificate that was given has the thumbprint ${thumbprints.sha1} (SHA-1, as Entra lists it), ${thumbprints.sha256} (SHA-256).`,
  ];
}

function consent(open: OpenConnection, claims: TokenClaims): CheckResult {
  const begun = begin(open, 'consent-given');
  if (open.connection.signer !== null) {
    const scopes = (claims.scopes ?? []).filter((scope) => !signInScopes.includes(scope));
    const who = open.connection.signer.address;
    if (scopes.length > 0)
      return begun.pass({ cause: `${who}, or an administrator, consented to ${scopes.join(', ')}.` });
    return begun.fail({
      cause: `The sign-in of ${who} holds, but nothing of Microsoft Graph was consented to.`,
      fix: [`Sign in again with "${open.connection.name}", and accept what the page asks for.`],
    });
  }
  if (claims.roles.length > 0) {
    return begun.pass({ cause: `An administrator consented to ${claims.roles.join(', ')}.` });
  }
  return begun.fail({
    cause: 'The sign-in works, but no application permission of Microsoft Graph was granted.',
    fix: [
      `Have an administrator open the admin-consent link that \`chainmail connection setup ${open.connection.name}\` prints.`,
      'Look that the permissions are of the type "Application", not "Delegated".',
      'If consent was given a moment ago, wait some minutes and check again.',
    ],
  });
}

function begin(open: OpenConnection, id: (typeof order)[number]): ReturnType<typeof check> {
  const { tenant, clientId, credentialKind, cloud, signer } = open.connection;
  const tried: Record<(typeof order)[number], string> = {
    'tenant-exists': `Signed in at tenant ${tenant} in the ${cloud.name} cloud.`,
    'app-exists': `Signed in as application ${clientId}.`,
    'secret-valid': `Signed in with the ${credentialKind} of the connection.`,
    'consent-given':
      signer === null
        ? 'Read the application permissions in the token.'
        : `Renewed the sign-in of ${signer.address} and read the delegated permissions in the token.`,
  };
  return check(id satisfies CheckId, tried[id]);
}

function passText(open: OpenConnection, id: (typeof order)[number], claims: TokenClaims): string {
  if (id === 'tenant-exists') return `The tenant exists; its directory id is ${claims.tenantId ?? 'not told'}.`;
  return `The application is there and enabled${claims.applicationName === null ? '' : ` ("${claims.applicationName}")`}.`;
}
