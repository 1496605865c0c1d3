import { assembleTenant } from '../assemble-tenant.ts';
import type { Person, Recipient, Tenant, TenantClock, TenantOptions } from '../contract.ts';
import { personOf, skuIds } from '../directory.ts';
import { seededGuid } from '../random.ts';
import { messageTemplates } from './message-template.ts';
import { scaleItems } from './scale-items.ts';

const domain = 'scale.example';
const tenantId = seededGuid('tenant scale');
const eighteenMonths = 548 * 86_400_000;
const templateCount = 64;

const given = [
  'Alma',
  'Bruno',
  'Carla',
  'Deniz',
  'Emil',
  'Fatou',
  'Goran',
  'Hanna',
  'Imre',
  'Jana',
  'Kofi',
  'Lena',
  'Milo',
];
const family = ['Adler', 'Berg', 'Costa', 'Dahl', 'Egger', 'Falk', 'Grant', 'Holm', 'Ito', 'Jansen', 'Kaya', 'Lund'];

/**
 * A tenant of any size in no memory: `messages` in all, spread evenly over `people`, eighteen months
 * up to the clock's start. Only what is changed afterwards is kept.
 */
export function scaleTenant(scale: NonNullable<TenantOptions['scale']>, clock: TenantClock, start: number): Tenant {
  const people = Array.from({ length: scale.people }, (_, at) => scalePerson(at));
  const ordinals = new Map(people.map((person, at) => [person.id, at]));
  const templates = messageTemplates(templateCount, scale.averageBytes ?? 10_000);
  const recipients = people.map((person): Recipient => ({ name: person.displayName, address: person.mail ?? '' }));
  const share = Math.floor(scale.messages / Math.max(1, scale.people));
  const rest = scale.messages - share * scale.people;
  const stranger: Recipient = { name: 'Harbour Notices', address: 'notices@harbour.example' };
  const correspondent = (choice: number): Recipient =>
    (choice % 5 === 0 ? undefined : recipients[Math.abs(choice) % recipients.length]) ?? stranger;
  return assembleTenant(
    {
      id: tenantId,
      domain,
      verifiedDomains: [domain],
      displayName: 'Scale',
      clock,
      start,
      people,
      groups: [],
      skus: [
        {
          skuId: skuIds.exchangeOnline,
          skuPartNumber: 'EXCHANGESTANDARD',
          enabled: scale.people,
          consumed: scale.people,
        },
      ],
      inScope: people.slice(0, Math.ceil(people.length / 2)).map((person) => person.userPrincipalName),
      accounts: { administrators: people.slice(0, 1).map((person) => person.userPrincipalName), fullAccess: [] },
    },
    {
      lazyItems(person) {
        const ordinal = ordinals.get(person.id);
        const owner = { name: person.displayName, address: person.mail ?? '' };
        // Somebody who joined later has an empty mailbox.
        const count = ordinal === undefined ? 0 : share + (ordinal < rest ? 1 : 0);
        return scaleItems({
          owner,
          ordinal: ordinal ?? 0,
          count,
          begin: start - eighteenMonths,
          end: start - 60_000,
          templates,
          correspondent,
        });
      },
    },
  );
}

function scalePerson(at: number): Person {
  const first = given[at % given.length] ?? '';
  const last = family[at % family.length] ?? '';
  const number = String(at + 1).padStart(5, '0');
  return personOf(tenantId, {
    userPrincipalName: `${first}.${last}.${number}@${domain}`.toLowerCase(),
    displayName: `${first} ${last}`,
    assignedLicenses: [{ skuId: skuIds.exchangeOnline, disabledPlans: [] }],
  });
}
