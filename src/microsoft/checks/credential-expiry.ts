import Type from 'typebox';
import { Failure } from '#evidence';
import type { OpenConnection } from '../connections/connection.ts';
import { query } from '../graph/target.ts';
import type { CheckResult } from './check-result.ts';
import { attempt, check } from './check-result.ts';

const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));
const Credential = Type.Object({ endDateTime: text, hint: text });
const Application = Type.Object({
  passwordCredentials: Type.Optional(Type.Union([Type.Array(Credential), Type.Null()])),
});

/** Any of these lets the app registration be read. */
const readers = ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];

interface Asked {
  readonly now: Date;
  /** Permissions in the token. */
  readonly roles: readonly string[];
  readonly signal: AbortSignal;
}

const day = 86_400_000;
const warnDays = 30;

/**
 * Completes a passed `secret-valid` with the day the credential ends: known of a certificate, told by a person, or
 * read from the app registration, by the hint (first three characters) that it shows of each secret; of several that
 * fit, the one that ends first is meant. Warns thirty days before.
 */
export async function checkExpiry(open: OpenConnection, passed: CheckResult, asked: Asked): Promise<CheckResult> {
  const told = open.connection.credentialExpiresAt;
  const ends = told ?? (await readSecretEnd(open, asked));
  if (ends === null) {
    return { ...passed, cause: `${passed.cause} When it ends is not known: the app registration cannot be read.` };
  }
  const left = Math.floor((ends.getTime() - asked.now.getTime()) / day);
  const when = `${ends.toISOString().slice(0, 10)} (in ${String(left)} days)`;
  const expiresAt = ends.toISOString();
  if (left > warnDays) return { ...passed, expiresAt, cause: `${passed.cause} It ends on ${when}.` };
  const warned = check('secret-valid', passed.tried).warn({
    cause: `The ${open.connection.credentialKind} works, but ends on ${when}.`,
    fix: [
      'Make a new one beside it in the app registration, Certificates & secrets; better a certificate than a secret.',
      `Give it with \`chainmail connection update ${open.connection.name}\`; collections are not touched.`,
    ],
  });
  return { ...warned, expiresAt };
}

async function readSecretEnd(open: OpenConnection, asked: Asked): Promise<Date | null> {
  if (open.connection.credentialKind !== 'secret' || !asked.roles.some((role) => readers.includes(role))) return null;
  const target = `/applications(appId='${open.connection.clientId}')${query({ $select: 'id,appId,passwordCredentials' })}`;
  const answer = await attempt(open.directory.request({ target, schema: Application, signal: asked.signal }));
  if (answer instanceof Failure) return null;
  const hint = open.secretHint();
  const ends = (answer.value.passwordCredentials ?? [])
    .filter((secret) => typeof secret.hint !== 'string' || secret.hint === hint)
    .map(({ endDateTime }) => new Date(endDateTime ?? Number.NaN))
    // The one that signed in has not ended.
    .filter((end) => end.getTime() > asked.now.getTime());
  return ends.sort((left, right) => left.getTime() - right.getTime())[0] ?? null;
}
