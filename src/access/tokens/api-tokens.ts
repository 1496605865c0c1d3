import { createHash, randomBytes } from 'node:crypto';
import { Failure } from '#evidence';
import { newId, Secret, type Reader, type Transaction } from '#platform';
import { findPerson, membershipsOf } from '../people/store-people.ts';
import { tokenScopes, type Caller, type PersonId, type TokenId, type TokenScope } from '../roles.ts';
import { findTokenByDigest, insertToken, markTokenUsed, type ApiToken } from './store-tokens.ts';

const form = /^cm_[A-Za-z0-9_-]{43}$/;
const longestDays = 366;
const dayMs = 86_400_000;
/** A token's last use is known to the minute; not every request writes. */
const usedEveryMs = 60_000;

export interface NewToken {
  readonly person: PersonId;
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly days: number;
  readonly at: Date;
}

/** A new token: its text is in `secret`, once; only the digest is kept. Failure `malformed`. */
export async function makeToken(tx: Transaction, wanted: NewToken): Promise<{ token: ApiToken; secret: Secret }> {
  const name = wanted.name.trim();
  if (name === '' || name.length > 100 || name.includes('\0'))
    throw refused('A token needs a name of 1 to 100 characters.');
  if (!Number.isInteger(wanted.days) || wanted.days < 1 || wanted.days > longestDays)
    throw refused(`A token lives from one day to ${String(longestDays)} days.`);
  const scopes = tokenScopes.filter((scope) => wanted.scopes.includes(scope));
  if (scopes.length === 0) throw refused('A token is made for at least one scope.');
  const secret = `cm_${randomBytes(32).toString('base64url')}`;
  const token: ApiToken = {
    id: newId<TokenId>(),
    name,
    scopes,
    createdAt: wanted.at,
    expiresAt: new Date(wanted.at.getTime() + wanted.days * dayMs),
    lastUsedAt: null,
    revokedAt: null,
  };
  await insertToken(tx, { ...token, person: wanted.person, digest: digestOf(secret) });
  return { token, secret: new Secret(secret) };
}

/** Who asks by this token; null when it is none, has ended, was revoked, or its person is gone. */
export async function callerOfToken(reader: Reader, text: string, now: Date): Promise<Caller | null> {
  if (!form.test(text)) return null;
  const found = await findTokenByDigest(reader, digestOf(text));
  if (found === null || found.revokedAt !== null || found.expiresAt <= now) return null;
  const person = await findPerson(reader, found.person);
  if (person === null || person.disabledAt !== null) return null;
  return {
    person,
    memberships: await membershipsOf(reader, person.id),
    by: { kind: 'token', token: found.id, scopes: found.scopes, lastUsedAt: found.lastUsedAt },
  };
}

/** Whether the use of a token at this time is worth writing down. */
export function isUseNews(caller: Caller, now: Date): boolean {
  const { by } = caller;
  return by.kind === 'token' && (by.lastUsedAt === null || now.getTime() - by.lastUsedAt.getTime() >= usedEveryMs);
}

/** Writes down that a token was used. */
export async function recordUse(tx: Transaction, token: TokenId, at: Date): Promise<void> {
  await markTokenUsed(tx, token, at);
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function refused(message: string): Failure {
  return new Failure('malformed', message, { code: 'bad-token-request' });
}
