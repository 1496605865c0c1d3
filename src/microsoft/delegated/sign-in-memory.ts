import type { Failure } from '#evidence';

/** A sign-in as it rests: what MSAL serialises, refresh token included. */
export interface RememberedSignIn {
  readonly text: string;
  /** Grows with each sign-in of the person. */
  readonly version: number;
}

/**
 * Where the sign-in of a person rests between uses. Several processes may use one at once: what is renewed is written
 * back only while nobody signed in anew, so that an older sign-in never replaces a newer one.
 */
export interface SignInMemory {
  read(): Promise<RememberedSignIn>;
  /** Writes a renewed sign-in of that version back; one that was replaced meanwhile is left alone. */
  renew(signIn: RememberedSignIn): Promise<void>;
  /** Notes that the person has to sign in again, and why; not where they just did. */
  lose(version: number, failure: Failure): Promise<void>;
}
