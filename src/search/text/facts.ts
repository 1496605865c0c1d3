import { firstAddress } from './units.ts';

/** What restrictions compare that no row of the catalogue holds already. */
export interface Facts {
  /** First address of the sender, lower case; empty where there is none. */
  readonly sender: string;
  readonly kind: 'email' | 'meetings';
  readonly hasAttachment: boolean;
  readonly fileTypes: readonly string[];
}

export interface AttachmentFacts {
  readonly name: string | null;
  readonly mediaType: string;
  readonly disposition: 'inline' | 'attachment';
  /** 1 in the message itself. */
  readonly depth: number;
}

const ending = /\.([a-z0-9]{1,10})$/i;

/**
 * An invitation, or an answer to one, is known by its calendar part. Pictures that a body shows are no attachments
 * for `hasattachment`, but their types are counted.
 */
export function factsOf(message: { readonly from: unknown; readonly attachments: readonly AttachmentFacts[] }): Facts {
  const own = message.attachments.filter(({ depth }) => depth === 1);
  const types = message.attachments.flatMap(({ name }) => ending.exec(name ?? '')?.[1]?.toLowerCase() ?? []);
  return {
    sender: firstAddress(message.from)?.toLowerCase() ?? '',
    kind: own.some(({ mediaType }) => mediaType.toLowerCase() === 'text/calendar') ? 'meetings' : 'email',
    hasAttachment: own.some(({ disposition }) => disposition === 'attachment'),
    fileTypes: [...new Set(types)].sort(),
  };
}
