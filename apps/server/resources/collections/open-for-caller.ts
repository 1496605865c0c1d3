import type { FastifyRequest } from 'fastify';
import { brisk, openConnection, patient, type OpenConnection } from '#microsoft';
import { connectionStore } from '../../../workbench/connections/connection-store.ts';
import { callerOf } from '../../http/frame/guard.ts';
import type { Parts } from '../../parts.ts';

/** A saved connection that the caller may use, opened; it is closed with the instance. Failure `not-found`. */
export async function openForCaller(
  { instance, clock }: Pick<Parts, 'instance' | 'clock'>,
  request: FastifyRequest,
  { name, patience = 'patient' }: { readonly name: string; readonly patience?: 'brisk' | 'patient' },
): Promise<OpenConnection> {
  const account = callerOf(request).person.id;
  const options = { account, patience: patience === 'brisk' ? brisk : patient };
  return instance.use(await openConnection(await connectionStore({ instance, clock }), name, options));
}
