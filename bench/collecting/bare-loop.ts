import { randomUUID } from 'node:crypto';
import { Pool } from 'undici';
import Type from 'typebox';
import type { BenchTenant } from '../world.ts';
import { connect } from '../world.ts';

const Page = Type.Object({
  value: Type.Array(Type.Object({ id: Type.String() })),
  '@odata.nextLink': Type.Optional(Type.String()),
});

/** Ids of all messages of a mailbox; not part of what is measured. */
export async function listIds(tenant: BenchTenant, mailbox: string): Promise<readonly string[]> {
  await using connection = connect(tenant);
  const graph = connection.mailbox(mailbox);
  const signal = new AbortController().signal;
  const ids: string[] = [];
  let target: string | undefined = `/users/${mailbox}/messages?$select=id&$top=1000`;
  while (target !== undefined) {
    const { value }: { value: { value: { id: string }[]; '@odata.nextLink'?: string } } = await graph.request({
      target,
      schema: Page,
      signal,
    });
    ids.push(...value.value.map(({ id }) => id));
    target = value['@odata.nextLink'];
  }
  return ids;
}

/**
 * The least that anything could do: download every body with so many requests in flight, and throw it away. The pool
 * and the headers are those of the product. Returns the seconds it took.
 */
export async function bareLoop(
  tenant: BenchTenant,
  mailbox: { readonly id: string; readonly messages: readonly string[] },
  inFlight: number,
): Promise<number> {
  await using connection = connect(tenant);
  const token = await connection.signIn.token(new AbortController().signal);
  const pool = new Pool(tenant.url, { connections: 512, pipelining: 1, keepAliveTimeout: 30_000 });
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json, */*;q=0.5',
    prefer: 'IdType="ImmutableId"',
    'user-agent': 'bare-loop',
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let message = mailbox.messages[next++]; message !== undefined; message = mailbox.messages[next++]) {
      const { body, statusCode } = await pool.request({
        method: 'GET',
        path: `/v1.0/users/${mailbox.id}/messages/${encodeURIComponent(message)}/$value`,
        headers: { ...headers, 'client-request-id': randomUUID() },
      });
      if (statusCode !== 200) throw new Error(`bare loop got ${String(statusCode)}`);
      await body.dump({ limit: Number.MAX_SAFE_INTEGER });
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1000;
  await pool.close();
  return seconds;
}
