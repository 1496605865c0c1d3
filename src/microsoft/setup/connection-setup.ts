import type { Connection } from '../connections/connection.ts';
import type { NeededDelegation, NeededPermission } from '../capabilities/capability.ts';
import { capabilities, neededDelegations, neededPermissions } from '../capabilities/capability.ts';
import { resources } from '../capabilities/permission.ts';
import { consentLink } from './consent-link.ts';
import { delegatedRegistrationScript } from './delegated-script.ts';
import { exchangeScript, narrowable } from './exchange-script.ts';
import { registrationScript } from './registration-script.ts';

/** All that an administrator needs to set a connection up. */
export interface ConnectionSetup {
  /** Application permissions, or delegated ones where people sign in. */
  readonly permissions: readonly (NeededPermission | NeededDelegation)[];
  /** Opens the page on which an administrator consents to the application. */
  readonly adminConsentLink: string;
  readonly registrationScript: string;
  /** Null when no permission can be narrowed to chosen mailboxes. */
  readonly exchangeScript: string | null;
  /** All of it as text for a person. */
  readonly text: string;
}

/** What a connection needs, why, and the scripts that set it up. Nothing is sent. */
export function connectionSetup(connection: Connection, redirectUri: string | null = null): ConnectionSetup {
  const setup =
    connection.kind === 'delegated' ? delegatedSetup(connection, redirectUri) : applicationSetup(connection);
  return { ...setup, text: describe(connection, setup) };
}

function applicationSetup(connection: Connection): Omit<ConnectionSetup, 'text'> {
  const needed = neededPermissions(connection.capabilities);
  return {
    permissions: needed,
    adminConsentLink: consentLink(connection),
    registrationScript: registrationScript(connection, needed),
    exchangeScript: narrowable(needed).length === 0 ? null : exchangeScript(connection, needed),
  };
}

/** Which mailboxes a person may open is granted mailbox by mailbox: see the fix pack. */
function delegatedSetup(connection: Connection, redirectUri: string | null): Omit<ConnectionSetup, 'text'> {
  const needed = neededDelegations(connection.capabilities);
  return {
    permissions: needed,
    adminConsentLink: consentLink(connection),
    registrationScript: delegatedRegistrationScript(connection, needed, redirectUri),
    exchangeScript: null,
  };
}

const personConsentText =
  'Each person consents when they sign in, unless the organisation asks for an administrator. With this link an administrator\n' +
  'consents for everybody at once, which is not needed:';

const consentText =
  'An administrator opens this link once, or presses "Grant admin consent" under API permissions of the app registration.\n' +
  'App-only sign-in needs no redirect address; where none is registered the page may end with AADSTS500113 after the\n' +
  'consent was given: run the check to see whether it holds.';

function describe(connection: Connection, setup: Omit<ConnectionSetup, 'text'>): string {
  const { cloud, capabilities: chosen } = connection;
  const isDelegated = connection.kind === 'delegated';
  const sections = [
    `Connection "${connection.name}"\ntenant ${connection.tenant}, application ${connection.clientId}, cloud ${cloud.name}`,
    `What it is for\n${chosen.map((name) => `- ${name}: ${capabilities[name].purpose} ${capabilities[name].plan}`).join('\n')}`,
    `${isDelegated ? 'Permissions to ask for (type "Delegated"; besides openid, profile, email and offline_access)' : 'Permissions to grant (type "Application"; every one needs an administrator\'s consent)'}\n${setup.permissions.map(describePermission).join('\n')}`,
    `Consent\n${isDelegated ? personConsentText : consentText}\n${setup.adminConsentLink}`,
    `Script: register the application (Microsoft Graph PowerShell)\n\n${setup.registrationScript}`,
  ];
  const conditions = chosen.flatMap((name) => capabilities[name][isDelegated ? 'delegatedExchange' : 'exchange'] ?? []);
  if (conditions.length > 0) sections.push(`In Exchange\n${conditions.map((text) => `- ${text}`).join('\n')}`);
  if (setup.exchangeScript !== null)
    sections.push(
      `Script, where not every mailbox shall be readable: RBAC for Applications (Exchange Online PowerShell)\n\n${setup.exchangeScript}`,
    );
  if (cloud.lacks.length > 0)
    sections.push(`What this cloud lacks\n${cloud.lacks.map((text) => `- ${text}`).join('\n')}`);
  sections.push(`Then\nchainmail connection check ${connection.name}`);
  return `${sections.join('\n\n')}\n`;
}

function describePermission({ permission, reasons }: NeededPermission | NeededDelegation): string {
  return [
    `- ${permission.name} (${resources['resource' in permission ? permission.resource : 'graph'].displayName})`,
    `  allows: ${permission.allows}`,
    ...reasons.map(({ capability, reason }) => `  why: ${reason} (${capability})`),
    `  without it: ${permission.withoutIt}`,
  ].join('\n');
}
