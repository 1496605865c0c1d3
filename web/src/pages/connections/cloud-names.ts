import type { Cloud } from '../../api/resources/connections.ts';

export const clouds: readonly { readonly value: Cloud; readonly label: string }[] = [
  { value: 'global', label: 'Microsoft 365' },
  { value: 'gcc', label: 'GCC' },
  { value: 'gcc-high', label: 'GCC High' },
  { value: 'dod', label: 'DoD' },
  { value: 'china', label: 'China (21Vianet)' },
];

export function cloudName(cloud: string): string {
  return clouds.find(({ value }) => value === cloud)?.label ?? 'Another service';
}
