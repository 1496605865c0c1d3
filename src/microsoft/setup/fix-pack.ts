import { Failure } from '#evidence';
import type { Connection } from '../connections/connection.ts';
import { commented, quoted } from './powershell.ts';

/** What an Exchange administrator runs so that a connection can read exactly these mailboxes. */
export interface FixPack {
  /** Primary addresses, each once. */
  readonly mailboxes: readonly string[];
  /** What it is for, and how long it takes until it works, in words. */
  readonly explanation: string;
  /** Each of the three runs by itself (Exchange Online PowerShell). */
  readonly grant: string;
  readonly verify: string;
  readonly undo: string;
  /** All three as one file: `.\fix-pack.ps1 Grant`, `Verify` or `Undo`. */
  readonly file: string;
}

interface Steps {
  readonly setting: readonly string[];
  readonly grant: readonly string[];
  readonly verify: readonly string[];
  readonly undo: readonly string[];
  readonly explanation: string;
}

/**
 * The fix pack for the mailboxes that a connection cannot read yet: Full Access of the signer, or membership in the group
 * that limits an application. Nothing is sent. Undoing takes back from these mailboxes only what granting gave them, so
 * make it for mailboxes that are refused now.
 * Failure `malformed` without a mailbox.
 * Source: Add-MailboxPermission, Add-DistributionGroupMember, Test-ServicePrincipalAuthorization (Exchange Online).
 */
export function fixPack(connection: Connection, addresses: readonly string[]): FixPack {
  const mailboxes = each(addresses);
  if (mailboxes.length === 0)
    throw new Failure('malformed', 'A fix pack needs at least one mailbox.', { code: 'fix-pack-empty' });
  const { signer } = connection;
  const steps = signer === null ? groupSteps(connection) : fullAccessSteps(connection.name, signer.address);
  const list = [`$mailboxes = @(`, `  ${mailboxes.map(quoted).join(',\n  ')}`, ')'];
  const begin = [...connectLines(connection), ...steps.setting, ...list];
  const run = (lines: readonly string[]): string => [...begin, '', ...lines, '', disconnect].join('\n');
  return {
    mailboxes,
    explanation: steps.explanation,
    grant: run(steps.grant),
    verify: run(steps.verify),
    undo: run(steps.undo),
    file: fileOf(begin, steps),
  };
}

const disconnect = 'Disconnect-ExchangeOnline -Confirm:$false';

function each(addresses: readonly string[]): readonly string[] {
  const found = new Map<string, string>();
  for (const address of addresses.map((one) => one.trim()).filter((one) => one !== ''))
    if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  return [...found.values()];
}

function connectLines({ cloud }: Connection): readonly string[] {
  const environment =
    cloud.exchangeEnvironment === null ? '' : ` -ExchangeEnvironmentName ${quoted(cloud.exchangeEnvironment)}`;
  return ['Install-Module ExchangeOnlineManagement -Scope CurrentUser', `Connect-ExchangeOnline${environment}`];
}

/** Outlook of the signer shall not open the mailboxes by itself: AutoMapping is off. */
function fullAccessSteps(name: string, signer: string): Steps {
  const right = '-Identity $mailbox -User $signer -AccessRights FullAccess -InheritanceType All';
  return {
    explanation: `${signer} gets Full Access to exactly these mailboxes, so that "${name}" can read them. Exchange may take up to 24 hours to know of it; Chainmail can wait for it. Full Access lets a person change and delete as well: take it back when the collection is complete.`,
    setting: [`$signer = ${quoted(signer)}`],
    grant: loop([`Add-MailboxPermission ${right} -AutoMapping $false`]),
    verify: loop([
      "$rights = @(Get-MailboxPermission -Identity $mailbox -User $signer | Where-Object { -not $_.Deny -and $_.AccessRights -contains 'FullAccess' })",
      `"{0}: {1}" -f $mailbox, $(if ($rights.Count -gt 0) { 'Full Access' } else { 'NO Full Access' })`,
    ]),
    undo: loop([`Remove-MailboxPermission ${right} -Confirm:$false`]),
  };
}

/** An application is let into the direct members of a group, by an RBAC for Applications scope or an access policy. */
function groupSteps({ name, clientId }: Connection): Steps {
  return {
    explanation: `These mailboxes become direct members of the group that limits the application of "${name}". Changes take from some minutes to over an hour.`,
    setting: [
      commented('The mail-enabled security group of the RBAC for Applications scope or of the access policy:'),
      "$group = 'custodians@contoso.example'",
      `$application = ${quoted(clientId)}`,
    ],
    grant: loop(['Add-DistributionGroupMember -Identity $group -Member $mailbox']),
    verify: loop([
      commented('With RBAC for Applications:'),
      'Test-ServicePrincipalAuthorization -Identity $application -Resource $mailbox | Format-Table RoleName, InScope',
      commented('With an application access policy:'),
      'Test-ApplicationAccessPolicy -AppId $application -Identity $mailbox | Format-Table AppId, Mailbox, AccessCheckResult',
    ]),
    undo: loop(['Remove-DistributionGroupMember -Identity $group -Member $mailbox -Confirm:$false']),
  };
}

const loop = (lines: readonly string[]): readonly string[] => [
  'foreach ($mailbox in $mailboxes) {',
  ...lines.map((line) => `  ${line}`),
  '}',
];

function fileOf(begin: readonly string[], { grant, verify, undo, explanation }: Steps): string {
  const part = (name: string, lines: readonly string[]): readonly string[] => [
    `  '${name}' {`,
    ...lines.map((line) => `    ${line}`),
    '  }',
  ];
  return [
    commented(explanation),
    commented('Run as: .\\fix-pack.ps1 Grant    then: .\\fix-pack.ps1 Verify    at the end: .\\fix-pack.ps1 Undo'),
    "param([Parameter(Mandatory)][ValidateSet('Grant', 'Verify', 'Undo')][string] $Step)",
    ...begin,
    'switch ($Step) {',
    ...part('Grant', grant),
    ...part('Verify', verify),
    ...part('Undo', undo),
    '}',
    disconnect,
  ].join('\n');
}
