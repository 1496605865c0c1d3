import { createHash, randomBytes } from 'node:crypto';
import type { Static } from 'typebox';
import Type from 'typebox';
import { Value } from 'typebox/value';
import { Failure } from '#evidence';
import type { SealedText, SecretBox } from '#platform';
import { Secret } from '#platform';
import { RegistrationText } from './registration.ts';

const orNull = <Schema extends ReturnType<typeof Type.String>>(schema: Schema) => Type.Union([schema, Type.Null()]);

/** What has to be known again when the browser comes back. */
const Pending = Type.Object({
  verifier: Type.String(),
  nonce: Type.String(),
  redirectUri: Type.String(),
  registration: RegistrationText,
  /** Id of the connection whose person signs in again. */
  again: orNull(Type.String()),
  name: Type.String(),
  capabilities: Type.Array(Type.String()),
  consentMeant: Type.Union([Type.Literal('personal'), Type.Literal('organization'), Type.Null()]),
});
export type PendingSignIn = Static<typeof Pending>;

/** A random text that nobody guesses, for state and nonce. */
export const unguessable = (): string => randomBytes(32).toString('base64url');

/** What a state is kept under: who reads the database cannot answer for a browser. */
export const digestOf = (state: string): string => createHash('sha256').update(state).digest('hex');

export async function sealPending(box: SecretBox, digest: string, pending: PendingSignIn): Promise<SealedText> {
  return box.seal(new Secret(JSON.stringify(pending)), purposeOf(digest));
}

/** Failures: those of the secret box, `malformed` when another version wrote it. */
export async function openPending(box: SecretBox, digest: string, sealed: string): Promise<PendingSignIn> {
  const pending: unknown = JSON.parse((await box.open(sealed, purposeOf(digest))).reveal());
  if (Value.Check(Pending, pending)) return pending;
  throw new Failure('malformed', 'The sign-in was begun by another version of Chainmail.', {
    code: 'sign-in-answer-outdated',
    fix: 'Begin the sign-in again.',
  });
}

const purposeOf = (digest: string): string => `delegated sign-in ${digest}`;
