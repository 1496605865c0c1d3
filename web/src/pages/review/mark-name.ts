import { sentence } from '../../parts/words.ts';

const names: Readonly<Record<string, string>> = {
  unreadable: 'Could not be read',
  exception: 'Exception',
  'has-bcc': 'Has BCC',
  'nested-mail': 'Mail inside mail',
};

/** What processing noticed, in words. */
export function markName(mark: string): string {
  return names[mark] ?? sentence(mark);
}
