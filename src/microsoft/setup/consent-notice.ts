import type { CapabilityName, NeededDelegation } from '../capabilities/capability.ts';
import { neededDelegations } from '../capabilities/capability.ts';

/** What is said before a person is sent to the sign-in page. */
export interface ConsentNotice {
  /** What the page will ask for, and why. */
  readonly permissions: readonly NeededDelegation[];
  /** What the box "Consent on behalf of your organization" would mean; only administrators see it. */
  readonly onBehalfOfOrganization: string;
  /** Who has to consent. */
  readonly whoConsents: string;
}

/** The notice of a sign-in for these capabilities. Nothing is sent. */
export function consentNotice(chosen: readonly CapabilityName[]): ConsentNotice {
  const permissions = neededDelegations(chosen);
  const always = permissions
    .filter(({ permission }) => permission.adminConsent)
    .map(({ permission }) => permission.name);
  return {
    permissions,
    onBehalfOfOrganization:
      'An administrator sees a box "Consent on behalf of your organization" on the page. It is not needed: without it the consent is for that person alone. With it, everybody in the organisation can sign in to this application without being asked, each to the mailboxes they may open themselves.',
    whoConsents:
      always.length > 0
        ? `${always.join(', ')} always takes an administrator's consent.`
        : 'Each person can consent for themselves, unless the organisation asks for an administrator, as many do for mail: then the page says so.',
  };
}
