import { readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { assembleTenant } from '../assemble-tenant.ts';
import type { Person, Tenant, TenantClock } from '../contract.ts';
import { personOf, skuIds } from '../directory.ts';
import type { SeedableMailbox } from '../mailbox/open-mailbox.ts';
import { rawContent, rawFacts } from '../mime/raw-content.ts';
import { seededGuid } from '../random.ts';
import { findMessages } from './find-messages.ts';
import type { FoundMailbox, FoundMessage } from './find-messages.ts';
import { standardFolder } from './folder-names.ts';

const fallbackDomain = 'files.example';
/** RFC 5322 with RFC 6531: what stands before the @ without blanks, or in quotes; any script on both sides. */
const isAddress = (name: string): boolean =>
  /^("(?:[^"\\]|\\.)+"|[^@\s"]+)@[^@\s]+$/.test(name) && !/\.(eml|mbox\w*)$/i.test(name);

export interface MailOptions {
  readonly varyBytes: boolean;
  /** When the clock started. */
  readonly start: number;
}

/**
 * A tenant of real mail: `DIR/<address>/<Folder>/…` with `.eml` files, maildirs or mboxes. What lies
 * in DIR itself and in folders that are no addresses becomes the mailbox `everyone@<domain>`; a folder with an @ that is
 * no address, and files that cannot be read, are among what was left out.
 * Bytes are read from disk when they are asked for. Throws when DIR cannot be read.
 */
export function mailTenant(directory: string, clock: TenantClock, options: MailOptions): Tenant {
  const root = resolve(directory);
  const entries = readdirSync(root, { withFileTypes: true });
  const addresses = entries.filter((entry) => entry.isDirectory() && isAddress(entry.name)).map((entry) => entry.name);
  addresses.sort();
  const domains = [...new Set(addresses.map((address) => address.slice(address.indexOf('@') + 1).toLowerCase()))];
  const domain = domains[0] ?? fallbackDomain;
  const tenantId = seededGuid(`tenant of ${basename(root)}`);
  const mailboxes = new Map<string, () => FoundMailbox>();
  const leftOut: string[] = [];
  for (const address of addresses) mailboxes.set(address, () => findMessages(join(root, address)));
  const loose = findMessages(root, (name) => addresses.includes(name));
  if (loose.messages.length > 0 || addresses.length === 0) mailboxes.set(`everyone@${domain}`, () => loose);
  leftOut.push(...loose.unreadable);
  for (const { name } of entries.filter((entry) => entry.isDirectory() && mayBeMeant(entry.name)))
    leftOut.push(`${join(root, name)}: not an address, so its mail is in everyone@${domain}`);
  const people = [...mailboxes.keys()].map((address) => filePerson(tenantId, address));
  const tenant = assembleTenant(
    {
      id: tenantId,
      domain,
      verifiedDomains: domains.length === 0 ? [domain] : domains,
      displayName: basename(root),
      clock,
      start: options.start,
      people,
      groups: [],
      skus: [
        {
          skuId: skuIds.exchangeOnline,
          skuPartNumber: 'EXCHANGESTANDARD',
          enabled: people.length,
          consumed: people.length,
        },
      ],
      inScope: people.slice(0, Math.ceil(people.length / 2)).map((person) => person.userPrincipalName),
      accounts: { administrators: people.slice(0, 1).map((person) => person.userPrincipalName), fullAccess: [] },
    },
    {
      varyBytes: options.varyBytes,
      fill(mailbox, person) {
        const found = mailboxes.get(person.userPrincipalName)?.();
        if (found === undefined) return;
        if (found !== loose) leftOut.push(...found.unreadable);
        fill(mailbox, found, options);
      },
    },
  );
  return { ...tenant, leftOut: () => leftOut };
}

const mayBeMeant = (name: string): boolean => name.includes('@') && !isAddress(name);

function filePerson(tenantId: string, address: string): Person {
  const words = (address.split('@')[0] ?? address).split(/[._-]+/).filter((word) => word !== '');
  return personOf(tenantId, {
    userPrincipalName: address,
    displayName: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || address,
    assignedLicenses: [{ skuId: skuIds.exchangeOnline, disabledPlans: [] }],
  });
}

function fill(mailbox: SeedableMailbox, found: FoundMailbox, options: { varyBytes: boolean }): void {
  const made = new Map<string, string>();
  function folderFor(path: readonly string[]): string {
    const standard = standardFolder(path);
    if (standard !== null) return standard;
    const key = path.join('\0');
    const known = made.get(key);
    if (known !== undefined) return known;
    const parent = path.length === 1 ? 'msgfolderroot' : folderFor(path.slice(0, -1));
    const { id } = mailbox.createFolder({ displayName: path.at(-1) ?? '', parentFolderId: parent });
    made.set(key, id);
    return id;
  }
  found.folders.forEach(folderFor);
  for (const message of found.messages) {
    const facts = factsOf(message, options);
    if (facts === null) continue;
    mailbox.place(facts, folderFor(message.folder), { isRead: message.isRead, flagged: message.flagged });
  }
}

/** Null when the file vanished or cannot be read after all. */
function factsOf(message: FoundMessage, options: { varyBytes: boolean }) {
  const content = rawContent(message.source, options);
  try {
    return rawFacts(message.source.head(), { content, fallbackTime: message.modified, label: message.label });
  } catch (problem) {
    if (problem instanceof Error && 'code' in problem) return null;
    throw problem;
  }
}
