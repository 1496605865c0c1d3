import { assembleTenant } from '../../assemble-tenant.ts';
import type { Person, Recipient, Tenant, TenantClock } from '../../contract.ts';
import { skuIds } from '../../directory.ts';
import type { ItemFacts } from '../../mailbox/item-record.ts';
import type { SeedableMailbox } from '../../mailbox/open-mailbox.ts';
import { composedContent } from '../../mime/composed-content.ts';
import { hash32, seededGuid } from '../../random.ts';
import { ada, adaMessages, ben, outside, support } from './tiny-messages.ts';
import type { MessageSketch } from './tiny-messages.ts';
import { secondDomain, tinyDomain, tinyPeople, tinyTenantId } from './tiny-people.ts';

const hour = 3_600_000;
/** All conversations of this tenant began then, which keeps the letters of each together. */
const longAgo = 1_000 * hour;

/** A few people and a message of every kind, for fast tests. */
export function tinyTenant(clock: TenantClock, start: number): Tenant {
  const idsOf = (names: readonly string[]): string[] =>
    tinyPeople.filter((person) => names.includes(person.displayName)).map((person) => person.id);
  return assembleTenant(
    {
      id: tinyTenantId,
      domain: tinyDomain,
      verifiedDomains: [tinyDomain, secondDomain],
      displayName: 'Tiny',
      clock,
      start,
      people: tinyPeople,
      groups: [
        {
          id: seededGuid('tiny group everyone'),
          displayName: 'Everyone',
          mail: `everyone@${tinyDomain}`,
          memberIds: idsOf(['Ada Marsh', 'Ben Okafor']),
        },
      ],
      skus: [{ skuId: skuIds.businessPremium, skuPartNumber: 'SPB', enabled: 5, consumed: 2 }],
      // Ben is outside the scope of the scoped apps.
      inScope: [ada.address, support.address],
      accounts: {
        administrators: [ben.address],
        fullAccess: [{ person: ada.address, mailboxes: [support.address] }],
      },
    },
    { fill: (mailbox, person) => fill(mailbox, person, start) },
  );
}

function fill(mailbox: SeedableMailbox, person: Person, start: number): void {
  const owner = { name: person.displayName, address: person.mail ?? '' };
  if (mailbox.kind === 'archive') {
    place(mailbox, owner, { start, sketch: sketchFor('Year-end figures 2023', 'inbox', 26_000) });
    return;
  }
  if (owner.address === ada.address) {
    const projects = mailbox.createFolder({ displayName: 'Projects', parentFolderId: 'inbox' });
    const harbour = mailbox.createFolder({ displayName: 'Harbour', parentFolderId: projects.id });
    const quay = mailbox.createFolder({ displayName: 'Quay 4', parentFolderId: harbour.id });
    mailbox.createFolder({ displayName: 'Empty', parentFolderId: projects.id });
    const hidden = mailbox.createFolder({ displayName: 'Team Copies', isHidden: true });
    const created = { Projects: projects.id, 'Projects/Harbour/Quay 4': quay.id, 'Team Copies': hidden.id };
    const folders = new Map(Object.entries(created));
    for (const sketch of adaMessages(start)) {
      place(mailbox, owner, { start, sketch: { ...sketch, folder: folders.get(sketch.folder) ?? sketch.folder } });
    }
  }
  for (const sketch of othersMessages(owner)) place(mailbox, owner, { start, sketch });
}

const sketchFor = (subject: string, folder: string, hoursAgo: number): MessageSketch => ({
  name: subject,
  folder,
  hoursAgo,
  subject,
  composition: { text: `${subject}: please have a look.\n` },
});

function othersMessages(owner: Recipient): MessageSketch[] {
  if (owner.address === ben.address) {
    return [
      { ...sketchFor('Price for partner', 'inbox', 3), name: 'bcc', from: ada, to: [outside], cc: [support] },
      sketchFor('Invoice 2201', 'inbox', 30),
      { ...sketchFor('Invoice 2200', 'sentitems', 48), from: ben, to: [outside] },
    ];
  }
  if (owner.address === support.address) {
    return [
      { ...sketchFor('Price for partner', 'inbox', 3), name: 'bcc', from: ada, to: [outside], cc: [support] },
      sketchFor('Door does not open', 'inbox', 8),
    ];
  }
  return owner.address.startsWith('finn') ? [sketchFor('Welcome, Finn', 'inbox', 400)] : [];
}

function place(mailbox: SeedableMailbox, owner: Recipient, given: { start: number; sketch: MessageSketch }): void {
  const { sketch } = given;
  const received = given.start - sketch.hoursAgo * hour - (hash32(sketch.name) % 3_000) * 1_000;
  const own = sketch.from?.address === owner.address;
  const attachments = sketch.composition.attachments ?? [];
  const topic = sketch.topic ?? sketch.subject;
  const from = sketch.from ?? outside;
  const facts: ItemFacts = {
    kind: sketch.kind ?? 'message',
    receivedDateTime: received,
    sentDateTime: own ? received : received - 3_000,
    internetMessageId: `<${sketch.name.replace(/\W+/g, '-').toLowerCase()}.${sketch.hoursAgo}@${from.address.split('@')[1] ?? ''}>`,
    subject: sketch.subject,
    importance: sketch.importance ?? 'normal',
    conversation: { key: topic, began: given.start - longAgo, depth: topic === sketch.subject ? 0 : 1 },
    from,
    sender: from,
    to: sketch.to ?? [owner],
    cc: sketch.cc ?? [],
    bcc: own ? (sketch.bcc ?? []) : [],
    replyTo: [],
    isDraft: sketch.isDraft ?? false,
    hasAttachments: sketch.composition.secured !== undefined || attachments.some((part) => !part.isInline),
    meeting: sketch.meeting ?? null,
    content: composedContent(() => sketch.composition, { received: !own }),
  };
  mailbox.place(facts, sketch.folder, {
    isRead: sketch.isRead ?? own,
    flagged: sketch.flagged ?? false,
    categories: sketch.categories ?? [],
  });
}
