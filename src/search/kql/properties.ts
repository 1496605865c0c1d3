/** How the values of a property are compared. */
export type PropertyType = 'words' | 'label' | 'date' | 'size' | 'flag' | 'choice' | 'identifier';

interface PropertyDefinition {
  readonly type: PropertyType;
  /** What it is, for messages and explanations: `the subject`. */
  readonly means: string;
  readonly choices?: readonly string[];
}

/** Kinds of item that Microsoft 365 knows (`kind:`); mail is `email`, an invitation or an answer to one `meetings`. */
const itemKinds = [
  'contacts',
  'docs',
  'email',
  'externaldata',
  'faxes',
  'im',
  'journals',
  'meetings',
  'microsoftteams',
  'notes',
  'posts',
  'rssfeeds',
  'tasks',
  'voicemail',
];

/** What can be asked for, apart from free text. `words` are in the index of words, `label` is a name of ours. */
export const properties = {
  from: { type: 'words', means: 'the sender' },
  to: { type: 'words', means: 'a To recipient' },
  cc: { type: 'words', means: 'a Cc recipient' },
  bcc: { type: 'words', means: 'a Bcc recipient' },
  participants: { type: 'words', means: 'the sender or a recipient' },
  recipients: { type: 'words', means: 'a recipient' },
  subject: { type: 'words', means: 'the subject' },
  body: { type: 'words', means: 'the body' },
  attachment: { type: 'words', means: 'the name of an attachment' },
  received: { type: 'date', means: 'the time it was received' },
  sent: { type: 'date', means: 'the time it was sent' },
  hasattachment: { type: 'flag', means: 'having an attachment' },
  isdraft: { type: 'flag', means: 'being a draft' },
  size: { type: 'size', means: 'the size' },
  importance: { type: 'choice', means: 'the importance', choices: ['low', 'normal', 'high'] },
  kind: { type: 'choice', means: 'the kind of item', choices: itemKinds },
  place: { type: 'choice', means: 'the place', choices: ['visible', 'hidden', 'recoverable', 'archive'] },
  folder: { type: 'label', means: 'the folder' },
  custodian: { type: 'label', means: 'the custodian' },
  mailbox: { type: 'label', means: 'the mailbox' },
  matter: { type: 'label', means: 'the matter' },
  messageid: { type: 'identifier', means: 'the Message-ID' },
  digest: { type: 'identifier', means: 'the digest of the original bytes' },
} as const satisfies Readonly<Record<string, PropertyDefinition>>;

export type PropertyName = keyof typeof properties;

/** Other names of properties, as Outlook and Purview write them. */
const otherNames: Readonly<Record<string, PropertyName>> = {
  attachmentnames: 'attachment',
  attachments: 'attachment',
  hasattachments: 'hasattachment',
  internetmessageid: 'messageid',
};

/** The property of this name, whatever its case; null when there is none. */
export function findProperty(name: string): PropertyName | null {
  const lower = name.toLowerCase();
  if (Object.hasOwn(properties, lower)) return lower as PropertyName;
  return otherNames[lower] ?? null;
}

export function definitionOf(property: PropertyName): PropertyDefinition {
  return properties[property];
}
