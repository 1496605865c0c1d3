import { sentence } from '../../parts/words.ts';

const formats: Readonly<Record<string, string>> = {
  eml: 'EML, one file a message',
  mbox: 'mbox, one file a mailbox',
  dat: 'Load file (DAT)',
  csv: 'Load file (CSV)',
};

const kinds: Readonly<Record<string, string>> = {
  matter: 'The whole matter',
  collection: 'One upload',
  query: 'What a query finds',
};

/** What an export was asked to be, in words. */
export function wishText(request: unknown): { what: string; format: string } {
  const { selection, format } = Object(request) as { selection?: { kind?: string; q?: string }; format?: string };
  const what = kinds[selection?.kind ?? ''] ?? 'Messages';
  const query = selection?.q === undefined || selection.q === '' ? '' : `: ${selection.q}`;
  return { what: `${what}${query}`, format: formats[format ?? ''] ?? sentence(format ?? '') };
}
