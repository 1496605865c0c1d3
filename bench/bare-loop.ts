import { Pool } from 'undici';
import Type from 'typebox';
import type { BenchTenant } from './world.ts';
import { connect } from './world.ts';

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

/** The least that anything could do: download every body with so many requests in flight, and throw it away. */
export async function bareLoop(
  tenant: BenchTenant,
  mailboxes: readonly { id: string; messages: readonly string[] }[],
  inFlight: number,
): Promise<number> {
  await using connection = connect(tenant);
  const token = await connection.signIn.token(new AbortController().signal);
  const pool = new Pool(tenant.url, { connections: inFlight * mailboxes.length });
  const headers = { authorization: `Bearer ${token}`, prefer: 'IdType="ImmutableId"' };
  const begun = performance.now();
  await Promise.all(
    mailboxes.flatMap(({ id, messages }) => {
      let next = 0;
      return Array.from({ length: inFlight }, async () => {
        for (let message = messages[next++]; message !== undefined; message = messages[next++]) {
          const path = `/v1.0/users/${id}/messages/${encodeURIComponent(message)}/$value`;
          const { body, statusCode } = await pool.request({ path, method: 'GET', headers });
          if (statusCode !== 200) throw new Error(`bare loop got ${String(statusCode)}`);
          await body.dump({ limit: Number.MAX_SAFE_INTEGER });
        }
      });
    }),
  );
  const seconds = (performance.now() - begun) / 1000;
  await pool.close();
  return seconds;
}
