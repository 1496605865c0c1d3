import type { Connection } from '../connections/connection.ts';
import type { NeededPermission } from '../capabilities/capability.ts';
import { capabilities, neededPermissions } from '../capabilities/capability.ts';
import { resources } from '../capabilities/permission.ts';
import { exchangeScript, narrowable } from './exchange-script.ts';
import { registrationScript } from './registration-script.ts';

/** All that an administrator needs to set a connection up. */
export interface ConnectionSetup {
  readonly permissions: readonly NeededPermission[];
  /** Opens the page on which an administrator consents to the application. */
  readonly adminConsentLink: string;
  readonly registrationScript: string;
  /** Null when no permission can be narrowed to chosen mailboxes. */
  readonly exchangeScript: string | null;
  /** All of it as text for a person. */
  readonly text: string;
}

/** What a connection needs, why, and the scripts that set it up. Nothing is sent. */
export function connectionSetup(connection: Connection): ConnectionSetup {
  const needed = neededPermissions(connection.capabilities);
  const setup = {
    permissions: needed,
    adminConsentLink: adminConsentLink(connection),
    registrationScript: registrationScript(connection, needed),
    exchangeScript: narrowable(needed).length === 0 ? null : exchangeScript(connection, needed),
  };
  return { ...setup, text: describe(connection, setup) };
}

/**
 * The admin-consent page for exactly the permissions of the app registration.
 * Source: Microsoft identity platform, "admin consent" (application permissions need `.default`).
 */
function adminConsentLink({ cloud, tenantId, tenant, clientId }: Connection): string {
  const options = new URLSearchParams({ client_id: clientId, scope: `${cloud.graphAudience}/.default` });
  return `${cloud.login}/${encodeURIComponent(tenantId ?? tenant)}/v2.0/adminconsent?${options.toString()}`;
}

const consentText =
  'An administrator opens this link once, or presses "Grant admin consent" under API permissions of the app registration.\n' +
  'App-only sign-in needs no redirect address; where none is registered the page may end with AADSTS500113 after the\n' +
  'consent was given: run the check to see whether it holds.';

function describe(connection: Connection, setup: Omit<ConnectionSetup, 'text'>): string {
  const { cloud, capabilities: chosen } = connection;
  const sections = [
    `Connection "${connection.name}"\ntenant ${connection.tenant}, application ${connection.clientId}, cloud ${cloud.name}`,
    `What it is for\n${chosen.map((name) => `- ${name}: ${capabilities[name].purpose} ${capabilities[name].plan}`).join('\n')}`,
    `Permissions to grant (type "Application"; every one needs an administrator's consent)\n${setup.permissions.map(describePermission).join('\n')}`,
    `Consent\n${consentText}\n${setup.adminConsentLink}`,
    `Script: register the application (Microsoft Graph PowerShell)\n\n${setup.registrationScript}`,
  ];
  const conditions = chosen.flatMap((name) => capabilities[name].exchange ?? []);
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

function describePermission({ permission, reasons }: NeededPermission): string {
  return [
    `- ${permission.name} (${resources[permission.resource].displayName})`,
    `  allows: ${permission.allows}`,
    ...reasons.map(({ capability, reason }) => `  why: ${reason} (${capability})`),
    `  without it: ${permission.withoutIt}`,
  ].join('\n');
}
