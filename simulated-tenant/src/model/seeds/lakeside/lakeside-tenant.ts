import { assembleTenant } from '../../assemble-tenant.ts';
import type { Person, Tenant, TenantClock } from '../../contract.ts';
import { skuIds } from '../../directory.ts';
import { seededGuid } from '../../random.ts';
import { correspondence } from './correspondence.ts';
import { disputeStory } from './story/dispute.ts';
import { copiesByOwner, layDown } from './distribute.ts';
import { draftLetters } from './story/drafts.ts';
import {
  addressOf,
  administrator,
  colleague,
  colleagues,
  lakesideDomain,
  lakesideDomains,
  lakesidePeople,
  lakesideTenantId,
  openToUploader,
  opsDesk,
  uploader,
  type Office,
} from './lakeside-people.ts';
import type { Letter } from './letter.ts';
import { meetingLetters } from './story/meetings.ts';
import { phishingWave } from './story/phishing.ts';

const day = 86_400_000;
const eighteenMonths = 548 * day;
const threads = 600;

/**
 * Lakeside Freight, a made-up forwarder in Chicago, Rotterdam and Singapore, with eighteen months of
 * mail up to the clock's start. The story is dated 2026; a clock that starts earlier has less of it.
 */
export function lakesideTenant(clock: TenantClock, start: number): Tenant {
  const people = lakesidePeople();
  let copies: Map<string, Letter[]> | undefined;
  const consumed = (sku: string): number =>
    people.filter((person) => person.assignedLicenses.some((licence) => licence.skuId === sku)).length;
  return assembleTenant(
    {
      id: lakesideTenantId,
      domain: lakesideDomain,
      verifiedDomains: lakesideDomains,
      displayName: 'Lakeside Freight',
      clock,
      start,
      people,
      groups: groupsOf(people),
      skus: [
        {
          skuId: skuIds.businessPremium,
          skuPartNumber: 'SPB',
          enabled: 20,
          consumed: consumed(skuIds.businessPremium),
        },
        {
          skuId: skuIds.exchangeOnline,
          skuPartNumber: 'EXCHANGESTANDARD',
          enabled: 10,
          consumed: consumed(skuIds.exchangeOnline),
        },
        // Bought and given to nobody.
        { skuId: skuIds.e3, skuPartNumber: 'SPE_E3', enabled: 5, consumed: 0 },
      ],
      // The scoped apps see the Rotterdam office and nothing else.
      inScope: addressesAt('Rotterdam'),
      accounts: {
        administrators: [addressOf(administrator)],
        fullAccess: [{ person: addressOf(uploader), mailboxes: [...openToUploader.map(addressOf), opsDesk.address] }],
      },
    },
    {
      fill(mailbox, person) {
        const owner = { name: person.displayName, address: person.mail ?? '' };
        copies ??= copiesByOwner(allLetters(start));
        const archived = mailbox.kind === 'archive';
        const letters = archived ? formerLetters(start, owner.name) : (copies.get(owner.address) ?? []);
        layDown(mailbox, owner, { letters, end: start });
      },
    },
  );
}

const addressesAt = (office: Office): string[] =>
  colleagues.filter((each) => each.office === office).map((each) => colleague(each.name).address);

function allLetters(start: number): Letter[] {
  const begin = start - eighteenMonths;
  const letters = [
    ...correspondence({ begin, end: start - 300_000, threads, label: 'everyday' }),
    ...meetingLetters(begin, start - 300_000),
    ...disputeStory(start),
    ...phishingWave(),
    ...draftLetters(start),
  ];
  return letters.filter((letter) => letter.at < start).sort((a, b) => a.at - b.at);
}

/** What went to the in-place archive: the two years before. */
function formerLetters(start: number, name: string): Letter[] {
  const end = start - eighteenMonths;
  const owner = colleague(name);
  const letters = correspondence({ begin: end - 730 * day, end, threads: 60, label: `former ${name}`, around: owner });
  return letters.sort((a, b) => a.at - b.at);
}

function groupsOf(people: readonly Person[]) {
  const group = (displayName: string, local: string, members: readonly Person[]) => ({
    id: seededGuid(`lakeside group ${displayName}`),
    displayName,
    mail: `${local}@${lakesideDomain}`,
    memberIds: members.map((person) => person.id),
  });
  const staff = people.filter((person) => person.department !== null);
  const byRegion = (region: string): Person[] => staff.filter((person) => person.dataLocation === region);
  return [
    group('Everybody', 'everybody', staff),
    group('Rotterdam Office', 'rotterdam', byRegion('EUR')),
    group('Singapore Office', 'singapore', byRegion('APC')),
    group(
      'Finance',
      'finance',
      staff.filter((person) => person.department === 'Finance'),
    ),
  ];
}
