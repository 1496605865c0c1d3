import type { FastifyRequest } from 'fastify';
import { actorOf, findPersonByEmail } from '#access';
import { recordAct } from '#custody';
import type { Parts } from '../../parts.ts';

/** Records that a person signed in. */
export async function recordSignIn(
  { database, clock }: Parts,
  request: FastifyRequest,
  { email, by }: { email: string; by: 'password' | 'two-factor' | 'microsoft' },
): Promise<void> {
  const person = await findPersonByEmail(database.reader, email);
  if (person === null) return;
  const subject = { person: person.id, by, address: request.ip };
  await recordAct(database, { actor: actorOf(person), action: 'person.signed-in', subject, at: clock.now() });
}

/** Nobody was shown to be anybody, so the actor is the system; the address that was typed is what is known. */
export async function recordRefusal(
  { database, clock }: Parts,
  request: FastifyRequest,
  { email, code }: { email: string | null; code: string },
): Promise<void> {
  const subject = { email: email?.slice(0, 320) ?? null, code, address: request.ip };
  await recordAct(database, { actor: 'system', action: 'person.sign-in-refused', subject, at: clock.now() });
}
