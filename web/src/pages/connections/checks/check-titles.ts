import { sentence } from '../../../parts/words.ts';

/** What each check looks at, in the words of whoever reads the list; its mark says how it went. */
const titles: Readonly<Record<string, string>> = {
  'app-exists': 'Application exists',
  'secret-valid': 'Credential is accepted',
  'redirect-registered': 'Address to return to is registered',
  'consent-given': 'Consent was given',
  'consent-breadth': 'Whom the consent covers',
  'permissions-excess': 'Nothing beyond what is needed',
  'readbasic-conflict': 'No restriction to basic mail',
  'mailbox-reachable': 'Mailbox can be reached',
  'mailbox-allowed': 'Mailbox may be read',
  'full-access-delegated': 'Full Access to the mailbox',
  'message-bytes': 'Original bytes can be read',
  'throttle-headroom': "Room below the service's limits",
  'clock-skew': 'Clock of this machine',
};

export function checkTitle(check: string): string {
  return titles[check] ?? sentence(check);
}
