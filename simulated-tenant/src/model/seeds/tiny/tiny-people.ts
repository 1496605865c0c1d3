import type { Person } from '../../contract.ts';
import { personOf, skuIds } from '../../directory.ts';
import { seededGuid } from '../../random.ts';

export const tinyTenantId = seededGuid('tenant tiny');
export const tinyDomain = 'tiny.example';
export const secondDomain = 'tiny-group.example';

const licensed = { assignedLicenses: [{ skuId: skuIds.businessPremium, disabledPlans: [] }] };
const address = (name: string): string => `${name}@${tinyDomain}`;

/** One person of every kind a directory holds. */
export const tinyPeople: readonly Person[] = [
  {
    userPrincipalName: address('ada.marsh'),
    displayName: 'Ada Marsh',
    jobTitle: 'Operations lead',
    department: 'Operations',
    proxyAddresses: [`SMTP:${address('ada.marsh')}`, `smtp:${address('ada')}`, `smtp:ada.marsh@${secondDomain}`],
    ...licensed,
  },
  {
    userPrincipalName: address('ben.okafor'),
    displayName: 'Ben Okafor',
    jobTitle: 'Accountant',
    department: 'Finance',
    hasArchive: true,
    ...licensed,
  },
  {
    userPrincipalName: address('support'),
    displayName: 'Support Desk',
    purpose: 'shared' as const,
    accountEnabled: false,
  },
  { userPrincipalName: address('cleo.nobox'), displayName: 'Cleo Nobox', mailboxState: 'none' as const },
  {
    userPrincipalName: address('dan.onprem'),
    displayName: 'Dan Onprem',
    mailboxState: 'on-premises' as const,
  },
  {
    userPrincipalName: address('eva.gone'),
    displayName: 'Eva Gone',
    mailboxState: 'soft-deleted' as const,
    accountEnabled: false,
  },
  // No licence, and yet a mailbox that answers.
  { userPrincipalName: address('finn.unlicensed'), displayName: 'Finn Unlicensed' },
  {
    userPrincipalName: address('room.harbour'),
    displayName: 'Room Harbour',
    purpose: 'room' as const,
    accountEnabled: false,
  },
  {
    userPrincipalName: `greta_partner.example#EXT#@tiny.onmicrosoft.example`,
    displayName: 'Greta Guest',
    mail: 'greta@partner.example',
    userType: 'Guest' as const,
    mailboxState: 'none' as const,
  },
].map((sketch) => personOf(tinyTenantId, sketch));
