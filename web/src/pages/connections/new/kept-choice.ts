import type { Capability } from '../../../api/resources/connections.ts';
import { globalCloud, type ChosenCloud } from './cloud-choice.tsx';
import { defaultCapabilities } from './capability-choice.tsx';

/** What is filled in on the page; the secret is no part of it. */
export interface Choice {
  readonly given: { readonly name: string; readonly tenant: string; readonly clientId: string };
  readonly cloud: ChosenCloud;
  readonly capabilities: readonly Capability[];
}

export const noChoice: Choice = {
  given: { name: '', tenant: '', clientId: '' },
  cloud: globalCloud,
  capabilities: defaultCapabilities,
};

const place = 'chainmail.connect';

/** Keeps it in this tab while the person is on Microsoft's page. */
export function keepChoice(choice: Choice): void {
  sessionStorage.setItem(place, JSON.stringify(choice));
}

/** What was chosen before leaving; the page as it begins where nothing is known of it. */
export function keptChoice(): Choice {
  const kept = sessionStorage.getItem(place);
  // Nobody but this page writes there.
  return kept === null ? noChoice : (JSON.parse(kept) as Choice);
}
