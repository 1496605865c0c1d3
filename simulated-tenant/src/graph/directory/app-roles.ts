import { createHash } from 'node:crypto';

/** Resource applications whose permissions can be granted. */
export const graphResource = { appId: '00000003-0000-0000-c000-000000000000', displayName: 'Microsoft Graph' } as const;
export const exchangeResource = {
  appId: '00000002-0000-0ff1-ce00-000000000000',
  displayName: 'Office 365 Exchange Online',
} as const;

/** Ids of Microsoft Graph's application permissions. Source: permissions.json of Graph's own contract. */
const graphRoles: ReadonlyMap<string, string> = new Map([
  ['Mail.Read', '810c84a8-4a9e-49e6-bf7d-12d183f40d01'],
  ['Mail.ReadBasic', '6be147d2-ea4f-4b5a-a3fa-3eab6f3c140a'],
  ['Mail.ReadBasic.All', '693c5e45-0940-467d-9b8a-1022fb9d42ef'],
  ['Mail.ReadWrite', 'e2a3a72e-5f79-4c64-b1b1-878b674786c9'],
  ['Mail.Send', 'b633e1c5-b582-4048-a93e-9f11b44c7e96'],
  ['Calendars.Read', '798ee544-9d2d-430c-a058-570e29e34338'],
  ['Contacts.Read', '089fe4d0-434a-44c5-8827-41ba8a0b17f5'],
  ['MailboxSettings.Read', '40f97065-369a-49f4-947c-6a255697ae91'],
  ['User.Read.All', 'df021288-bdef-4463-88db-98f22de89214'],
  ['User.ReadBasic.All', '97235f07-e226-4f63-ace3-39588e11d3a1'],
  ['Directory.Read.All', '7ab1d382-f21e-4acd-a863-ba3e13f7da61'],
  ['Organization.Read.All', '498476ce-e0fe-48b0-b801-37ba7e2685c6'],
  ['Group.Read.All', '5b567255-7703-4780-807c-7be8301ae99b'],
  ['GroupMember.Read.All', '98830695-27a2-44f7-8c18-0c3ebc9698f6'],
  ['Reports.Read.All', '230c1aed-a721-4c5d-9cb4-a90514e508ef'],
  ['ReportSettings.Read.All', 'ee353f83-55ef-4b78-82da-555bfa2b4b95'],
  ['ReportSettings.ReadWrite.All', '2a60023f-3219-47ad-baa4-40e17cd02a1d'],
  ['AuditLog.Read.All', 'b0afded3-3588-46d8-8b3d-9842eff778da'],
  ['Application.Read.All', '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30'],
  ['LicenseAssignment.Read.All', 'e2f98668-2877-4f38-a2f4-8202e0717aa1'],
  ['MailboxFolder.Read.All', '99280d24-a782-4793-93cc-0888549957f6'],
  ['MailboxItem.Read.All', '7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce'],
  ['MailboxItem.Export.All', '937550e9-33a3-494b-88ae-d9cd394b1fbb'],
  ['MailboxItem.ImportExport.All', '76577085-e73d-4f1d-b26a-85fb33892327'],
  ['ExchangeMessageTrace.Read.All', '89b20d8a-76e2-4057-867b-9961f800b9a4'],
  ['eDiscovery.Read.All', '50180013-6191-4d1e-a373-e590ff4e66af'],
  ['eDiscovery.ReadWrite.All', 'b2620db1-3bf7-4c5b-9cb9-576d29eac736'],
]);

const exchangeRoles: ReadonlyMap<string, string> = new Map([
  ['full_access_as_app', 'dc890d15-9560-4a4c-9b7f-a736ec74ec40'],
  ['IMAP.AccessAsApp', '5e5addcd-3e8d-4e90-baf5-964efab2b20a'],
]);

export interface AppRole {
  readonly id: string;
  readonly value: string;
}

/** All application permissions a resource offers, with those that were granted though the table lacks them. */
export function appRoles(resource: 'graph' | 'exchange', granted: readonly string[]): readonly AppRole[] {
  const known = resource === 'graph' ? graphRoles : exchangeRoles;
  return [...new Set([...known.keys(), ...granted])].map((value) => ({
    value,
    id: known.get(value) ?? madeUpId(value),
  }));
}

/** Ids of permissions outside the table: stable, and shaped as ids are. */
function madeUpId(value: string): string {
  const hex = createHash('sha256').update(value).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
