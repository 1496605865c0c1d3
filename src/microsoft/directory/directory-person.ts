import type { Static } from 'typebox';
import Type from 'typebox';

const text = Type.Optional(Type.Union([Type.String(), Type.Null()]));

/** An account as the directory shows it. */
export const DirectoryPerson = Type.Object({
  id: Type.String(),
  displayName: text,
  userPrincipalName: text,
  mail: text,
  userType: text,
  accountEnabled: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  proxyAddresses: Type.Optional(Type.Union([Type.Array(Type.String()), Type.Null()])),
  assignedLicenses: Type.Optional(Type.Union([Type.Array(Type.Object({ skuId: Type.String() })), Type.Null()])),
});
export type DirectoryPerson = Static<typeof DirectoryPerson>;

export const personProperties =
  'id,displayName,userPrincipalName,mail,userType,accountEnabled,proxyAddresses,assignedLicenses';

/** What User.ReadBasic.All shows of everybody. */
export const basicProperties = 'id,displayName,userPrincipalName,mail,userType';

/** A person or a shared place with an address. */
export interface MailboxPerson {
  /** The directory's object id: what a mailbox is named by in requests. */
  readonly id: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  /** Primary address; the sign-in name where the directory gives none. */
  readonly address: string;
  readonly aliases: readonly string[];
  readonly isGuest: boolean;
  /** Null where only basic profiles may be read. */
  readonly isEnabled: boolean | null;
  readonly isLicensed: boolean | null;
  /** Whether the directory shows any address of mail at all. */
  readonly hasAddress: boolean;
}

/** A directory account in our words. */
export function mailboxPerson(person: DirectoryPerson): MailboxPerson {
  const proxies = person.proxyAddresses ?? [];
  const primary = proxies.find((proxy) => proxy.startsWith('SMTP:'))?.slice(5) ?? person.mail ?? null;
  const address = primary ?? person.userPrincipalName ?? person.id;
  const smtp = proxies.filter((proxy) => /^smtp:/i.test(proxy)).map((proxy) => proxy.slice(5));
  return {
    id: person.id,
    displayName: person.displayName ?? address,
    userPrincipalName: person.userPrincipalName ?? address,
    address,
    aliases: smtp.filter((alias) => alias.toLowerCase() !== address.toLowerCase()),
    isGuest: person.userType?.toLowerCase() === 'guest',
    isEnabled: person.accountEnabled ?? null,
    isLicensed: person.assignedLicenses == null ? null : person.assignedLicenses.length > 0,
    hasAddress: primary !== null,
  };
}
