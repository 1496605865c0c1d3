import Type from 'typebox';
import { Failure } from '#evidence';
import type { Clock } from '#platform';
import { missingDelegations, neededDelegations } from '../capabilities/capability.ts';
import { signInScopes } from '../capabilities/delegated-permission.ts';
import type { OpenConnection } from '../connections/connection.ts';
import { pages } from '../graph/page.ts';
import { query, segment } from '../graph/target.ts';
import { probeRedirect } from '../sign-in/redirect-probe.ts';
import { consentLink } from '../setup/consent-link.ts';
import type { CheckResult } from './check-result.ts';
import { attempt, check, explained } from './check-result.ts';
import type { BytesProof } from './permission-checks.ts';

/** Whether the sign-in page would come back to the address it is sent with. */
export async function checkRedirect(
  open: OpenConnection,
  redirectUri: string | undefined,
  asked: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<CheckResult> {
  const { cloud, tenant, tenantId, clientId } = open.connection;
  if (redirectUri === undefined) {
    const begun = check('redirect-registered', 'Not tried.');
    return begun.skip('No address was given that a sign-in would return to.');
  }
  const begun = check('redirect-registered', `Asked the sign-in page whether it would return to ${redirectUri}.`);
  const question = { cloud, tenant: tenantId ?? tenant, clientId, redirectUri };
  const answer = await attempt(probeRedirect(question, asked));
  if (answer instanceof Failure) return begun.failed(answer);
  switch (answer.kind) {
    case 'registered':
      return begun.pass({ cause: `The address ${redirectUri} is registered with the application.` });
    case 'unknown':
      return begun.skip('The sign-in page neither came back nor said why: sign in again to see.');
    case 'refused': {
      const fix = [
        `Register exactly this address: ${redirectUri}`,
        'In Entra, open the app registration, Authentication, Add a platform, Web, and paste it under Redirect URIs.',
      ];
      return begun.fail({ ...explained(answer.failure), fix });
    }
  }
}

/** What was consented to, against what the chosen capabilities need. */
export function checkConsentEnough(open: OpenConnection, scopes: readonly string[], bytes: BytesProof): CheckResult {
  const { capabilities, name } = open.connection;
  const begun = check(
    'permissions-enough',
    `Compared what was consented to (read from the token) with what ${capabilities.join(', ')} need.`,
  );
  const missing = missingDelegations(capabilities, new Set(scopes));
  if (missing.length === 0) return begun.pass({ cause: 'Everything the chosen capabilities need was consented to.' });
  const names = missing.map(({ permission }) => permission.name);
  const cause = `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} missing. ${missing.map(({ permission }) => permission.withoutIt).join(' ')}`;
  const fix = [
    `Add ${names.join(', ')} (delegated) to the app registration, API permissions.`,
    `Sign in again with "${name}": the page asks for what is new.`,
    ...(missing.some(({ permission }) => permission.adminConsent)
      ? [`An administrator has to consent: ${consentLink(open.connection)}`]
      : []),
  ];
  const isLesser = names.every((permission) => permission !== 'Mail.Read' && permission !== 'User.ReadBasic.All');
  return isLesser || bytes === 'read' ? begun.warn({ cause, fix }) : begun.fail({ cause, fix });
}

/** What was consented to and is not needed. It never reaches further than the signer does. */
export function checkConsentExcess(open: OpenConnection, scopes: readonly string[]): CheckResult {
  const begun = check('permissions-excess', 'Looked for consents that nothing needs (read from the token).');
  const { capabilities, signer } = open.connection;
  const needed = new Set<string>([
    ...neededDelegations(capabilities).map(({ permission }) => permission.name),
    'User.Read',
    ...signInScopes,
  ]);
  const excess = scopes.filter((scope) => !needed.has(scope) && !scope.startsWith('Mail.ReadBasic'));
  if (excess.length === 0) return begun.pass({ cause: 'Nothing was consented to beyond what is needed.' });
  const who = signer?.address ?? 'the signer';
  return begun.warn({
    cause: `${excess.join(', ')} ${excess.length === 1 ? 'was' : 'were'} consented to and ${excess.length === 1 ? 'is' : 'are'} not needed.`,
    fix: excess.map((scope) =>
      /write|send|manage|accessasuser|full/i.test(scope)
        ? `Revoke ${scope}: whoever has the sign-in could change things as ${who}.`
        : `Revoke ${scope}: it shows data as ${who} that nothing here needs.`,
    ),
  });
}

const Principal = Type.Object({ id: Type.String() });
const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const Grant = Type.Object({ consentType: Type.String(), principalId: text, scope: text });

/** Whether the consent is that of the signer alone or of an administrator for everybody, and which was meant. */
export async function checkConsentBreadth(
  open: OpenConnection,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<CheckResult> {
  const begun = check('consent-breadth', 'Read from the directory whose consent the connection rests on.');
  if (!scopes.some((scope) => scope.startsWith('Directory.Read')))
    return begun.skip('A token does not tell: it takes the capability verify-grants (Directory.Read.All).');
  const grants = await attempt(readConsents(open, signal));
  if (grants instanceof Failure) return begun.skip(`The directory did not show it: ${grants.message}`);
  const { signer, consentMeant } = open.connection;
  const mail = grants.filter(({ scope }) => (scope ?? '').split(' ').some((one) => one.startsWith('Mail.')));
  const forAll = mail.some(({ consentType }) => consentType === 'AllPrincipals');
  const own = mail.some(({ principalId }) => principalId != null && principalId === signer?.id);
  const says = forAll
    ? 'An administrator consented on behalf of the whole organisation: everybody in the tenant can sign in to the application without being asked.'
    : own
      ? 'The consent is personal: it is that of the signer alone.'
      : 'No consent to mail shows in the directory.';
  if (forAll && consentMeant === 'personal')
    return begun.warn({
      cause: `${says} A personal one was meant.`,
      fix: [
        'In Entra, open Enterprise applications, the application, Permissions, Admin consent, and revoke it; then sign in again without the box "Consent on behalf of your organization".',
        'Or leave it, and limit who may use the application: Properties, Assignment required.',
      ],
    });
  if (!forAll && consentMeant === 'organization')
    return begun.warn({
      cause: `${says} One for the whole organisation was meant: others are still asked, or stopped.`,
      fix: [`Have an administrator open ${consentLink(open.connection)}`],
    });
  return begun.pass({ cause: says });
}

async function readConsents({ directory, connection }: OpenConnection, signal: AbortSignal) {
  const own = `/servicePrincipals(appId='${connection.clientId}')${query({ $select: 'id' })}`;
  const { value: principal } = await directory.request({ target: own, schema: Principal, signal });
  const target = `/servicePrincipals/${segment(principal.id)}/oauth2PermissionGrants`;
  const found = [];
  for await (const page of pages(directory, Grant, { target, signal })) found.push(...page);
  return found;
}
