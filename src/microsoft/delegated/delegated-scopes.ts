import { neededDelegations, type CapabilityName } from '../capabilities/capability.ts';
import { signInScopes } from '../capabilities/delegated-permission.ts';
import type { Cloud } from '../clouds/cloud.ts';

/** What a person is asked for: the permissions of the capabilities, who they are, and to stay signed in. */
export function delegatedScopes(cloud: Cloud, chosen: readonly CapabilityName[]): string[] {
  return [
    ...neededDelegations(chosen).map(({ permission }) => `${cloud.graphAudience}/${permission.name}`),
    ...signInScopes,
  ];
}
