import { genericOAuth } from 'better-auth/plugins';
import { logger, type Reader, type Secret } from '#platform';
import { asFailure } from '#evidence';
import { findPersonByEmail, findPersonOfAccount, hasAccount } from '../people/store-people.ts';
import { discoveryUrl, readIdentity, type MicrosoftIdentity, type MicrosoftTenant } from './identity.ts';

export interface MicrosoftSignIn extends MicrosoftTenant {
  readonly secret: Secret;
}

export const microsoftProvider = 'microsoft';

/**
 * Sign-in with Microsoft for people who were invited: authorization code with PKCE. Nobody gets an account by it. Whom
 * a sign-in is tied to is decided by `tie`; from then on it is the identity that counts, and no longer an address.
 */
export function microsoftSignInPlugin(microsoft: MicrosoftSignIn, of: { reader: Reader; origin: string }) {
  return genericOAuth({
    config: [
      {
        providerId: microsoftProvider,
        discoveryUrl: discoveryUrl(microsoft),
        clientId: microsoft.clientId,
        clientSecret: microsoft.secret.reveal(),
        redirectURI: `${of.origin}/api/auth/oauth2/callback/${microsoftProvider}`,
        scopes: ['openid', 'profile', 'email'],
        pkce: true,
        prompt: 'select_account',
        disableSignUp: true,
        disableImplicitSignUp: true,
        getUserInfo: async ({ idToken }) => {
          try {
            const identity = await readIdentity(microsoft, idToken ?? '');
            return await tie(of.reader, identity);
          } catch (thrown) {
            const { code, message } = asFailure(thrown);
            logger('access').warn({ code, reason: message }, 'a sign-in with Microsoft was refused');
            return null;
          }
        },
      },
    ],
  });
}

/** The account an identity belongs to, in the words of the library: it ties only what is called verified. */
async function tie(reader: Reader, { id, name, addresses }: MicrosoftIdentity) {
  const known = await findPersonOfAccount(reader, { provider: microsoftProvider, account: id });
  if (known !== null) return { id, name, email: known.email, emailVerified: true };
  for (const address of addresses) {
    const person = await findPersonByEmail(reader, address);
    if (person === null) continue;
    // Who is tied to one identity is not tied to another one that got the same address later.
    const isFree = !(await hasAccount(reader, { provider: microsoftProvider, person: person.id }));
    return { id, name, email: person.email, emailVerified: isFree };
  }
  return { id, name, email: addresses[0] ?? 'nobody@invalid', emailVerified: false };
}
