import Type from 'typebox';
import type { MailboxKind, MailboxPerson } from '#microsoft';
import { decodeCursor, page } from '../../http/cursor.ts';
import { callerOf } from '../../http/frame/guard.ts';
import { Id, Instant, nullable, oneOf, pageQuery } from '../../http/schemas.ts';
import type { App, Parts } from '../../parts.ts';
import { DirectoryCache } from './directory-cache.ts';
import { usable } from './may-use.ts';

const kinds = ['user', 'shared', 'room', 'equipment', 'linked', 'others', 'guest', 'unknown'] as const;

const Mailbox = Type.Object({
  id: Type.String({ description: "The directory's object id" }),
  name: Type.String(),
  address: Type.String({ description: 'Primary address' }),
  aliases: Type.Array(Type.String()),
  kind: Type.Unsafe<(typeof kinds)[number]>({
    ...oneOf(kinds),
    description: 'As Exchange says; unknown where this connection may not ask (capability tell-mailbox-kinds)',
  }),
  isLicensed: nullable(
    Type.Boolean({ description: 'A shared mailbox often has no licence; null where the sign-in may not see it' }),
  ),
  isEnabled: nullable(Type.Boolean()),
  isGuest: Type.Boolean(),
  hasAddress: Type.Boolean(),
});

/** Whose mail a connection could reach, out of the directory. */
export function mailboxRoutes(app: App, parts: Parts): void {
  const directories = new DirectoryCache(parts);
  app.get(
    '/api/v1/connections/:id/mailboxes',
    {
      schema: {
        operationId: 'listMailboxes',
        summary: 'The people and places of the directory, by address; read anew after five minutes, or when asked',
        params: Type.Object({ id: Id }),
        querystring: Type.Object({
          ...pageQuery,
          search: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a name, an address or an alias' })),
          anew: Type.Boolean({ default: false }),
        }),
        response: {
          200: Type.Object({
            items: Type.Array(Mailbox),
            next: nullable(Type.String()),
            total: Type.Integer(),
            matching: Type.Integer(),
            readAt: Instant,
          }),
        },
      },
    },
    async (request) => {
      const { cursor, limit, search, anew } = request.query;
      const connection = await usable(parts.database.reader, callerOf(request), request.params.id);
      const reading = await directories.read(connection.id, { anew });
      const { people, readAt } = reading;
      const matching = people.filter((person) => matches(person, search ?? ''));
      const after = decodeCursor(cursor, Type.Tuple([Type.String(), Type.String()]));
      const rest = after === null ? matching : matching.filter((person) => isBehind(person, after));
      const { items, next } = page(rest, limit, ({ address, id }) => [address, id]);
      const known = await directories.kinds(connection, reading, items);
      return {
        items: items.map((person) => shown(person, known.get(person.id))),
        next,
        total: people.length,
        matching: matching.length,
        readAt: readAt.toISOString(),
      };
    },
  );
}

function matches({ displayName, userPrincipalName, address, aliases }: MailboxPerson, search: string): boolean {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const texts = [displayName, userPrincipalName, address, ...aliases].map((text) => text.toLowerCase());
  return words.every((word) => texts.some((text) => text.includes(word)));
}

function isBehind(person: MailboxPerson, [address, id]: readonly [string, string]): boolean {
  return person.address > address || (person.address === address && person.id > id);
}

function shown(person: MailboxPerson, told: MailboxKind | undefined) {
  const { id, displayName: name, address, aliases, isLicensed, isEnabled, isGuest, hasAddress } = person;
  const kind = isGuest ? ('guest' as const) : (told ?? 'unknown');
  return { id, name, address, aliases: [...aliases], kind, isLicensed, isEnabled, isGuest, hasAddress };
}
