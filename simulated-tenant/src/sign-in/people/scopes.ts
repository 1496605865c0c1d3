import type { Refusal } from '../refusal.ts';
import type { AskedScopes } from './grants.ts';

export const openIdScopes: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

const graphHosts = [
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
  '00000003-0000-0000-c000-000000000000',
];

/** Delegated permissions by name: id, whether they always take an administrator, and what the consent page says. */
interface Permission {
  readonly id: string;
  readonly admin: boolean;
  readonly says: string;
}

const permission = (id: string, says: string, admin = false): Permission => ({ id, admin, says });

/** Source of the ids: permissions.json of Graph's own contract. */
export const delegatedPermissions: ReadonlyMap<string, Permission> = new Map([
  ['User.Read', permission('e1fe6dd8-ba31-4d61-89e7-88639da4683d', 'Sign you in and read your profile')],
  ['User.ReadBasic.All', permission('b340eb25-3456-403f-be2f-af7a0d370277', "Read all users' basic profiles")],
  ['User.Read.All', permission('a154be20-db9c-4678-8ab7-66f6cc099a59', "Read all users' full profiles", true)],
  ['Directory.Read.All', permission('06da0dbc-49e2-44d2-8312-53f166ab848a', 'Read directory data', true)],
  ['Application.Read.All', permission('c79f8feb-a9db-4090-85f9-90d820caa0eb', 'Read applications', true)],
  ['Mail.Read', permission('570282fd-fa5c-430d-a7fd-fc8dc98a9dca', 'Read your mail')],
  ['Mail.ReadBasic', permission('a4b8392a-d8d1-4954-a029-8e668a39a170', 'Read your basic mail')],
  ['Mail.Read.Shared', permission('7b9103a5-4610-446b-9670-80643382c1fa', 'Read mail you can access')],
  ['Mail.ReadWrite', permission('024d486e-b451-40bb-833d-3e66d98c5c73', 'Read and write access to your mail')],
  ['Mail.Send', permission('e383f46e-2787-4529-855e-0e479a3ffac0', 'Send mail as you')],
  ['Calendars.Read', permission('465a38f9-76ea-45b9-9f34-9e8b0d4b0b42', 'Read your calendars')],
  ['Contacts.Read', permission('ff74d97f-43af-4b68-9f2a-b77ee6968c5d', 'Read your contacts')],
  ['MailboxSettings.Read', permission('87f447af-9fa4-4c32-9dfa-4a57a73d18ce', 'Read your mailbox settings')],
]);

const openIdWords: Readonly<Record<string, string>> = {
  openid: 'Sign you in',
  profile: 'View your basic profile',
  email: 'View your email address',
  offline_access: 'Maintain access to data you have given it access to',
};

/** What the consent page says of a permission. */
export function wordsOf(scope: string): string {
  return openIdWords[scope] ?? delegatedPermissions.get(scope)?.says ?? scope;
}

/**
 * The scopes of a request in any of their spellings; the tenant's own origin counts as Graph's resource.
 * A refusal for none, for a form no scope has, and for permissions or resources the tenant does not know.
 */
export function askedScopes(text: string | null, origin: string): AskedScopes | Refusal {
  const words = (text ?? '').split(/\s+/).filter((word) => word !== '');
  if (words.length === 0)
    return { code: 900144, text: "The request body must contain the following parameter: 'scope'." };
  const graph: string[] = [];
  let isDefault = false;
  for (const word of words) {
    if (openIdScopes.includes(word.toLowerCase())) continue;
    const name = shortName(word, origin);
    if (name === undefined) return unknownScope(word);
    if (name === '.default') isDefault = true;
    else graph.push(name);
  }
  if (isDefault && graph.length > 0) {
    const why = `.default scope can't be combined with resource-specific scopes.`;
    return { code: 70011, text: `The provided value for the input parameter 'scope' is not valid. ${why}` };
  }
  return { graph: [...new Set(graph)], isDefault, openId: openIdScopes.filter((one) => words.includes(one)) };
}

function shortName(word: string, origin: string): string | undefined {
  const resource = [...graphHosts, origin].find((host) => word.toLowerCase().startsWith(`${host.toLowerCase()}/`));
  const name = resource === undefined ? word : word.slice(resource.length).replace(/^\/+/, '');
  if (name === '.default' && resource !== undefined) return name;
  return [...delegatedPermissions.keys()].find((known) => known.toLowerCase() === name.toLowerCase());
}

function unknownScope(word: string): Refusal {
  return {
    code: 70011,
    text: `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${word} is not valid.`,
  };
}
