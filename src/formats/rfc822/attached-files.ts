import { readContent } from './body/content.ts';
import { type Entity, readEntity } from './body/entity.ts';
import { decodeWhole } from './body/transfer-encoding.ts';
import { messageLimits } from './limits.ts';
import { partNumber, withLineFeeds } from './parse-message.ts';
import { startReading } from './reading.ts';

/** A file as it hangs at a message. */
export interface AttachedFile {
  /** As `ParsedAttachment.part`. */
  readonly part: string;
  /** Part number of the attached message it belongs to; null in the message itself. */
  readonly parent: string | null;
  readonly name: string | null;
  readonly mediaType: string;
  readonly charset: string | null;
  /** The decoded bytes, at most so many. */
  read(limit: number): Uint8Array;
}

/**
 * What hangs at a message, in the order and under the numbers `parseMessage` lists it; of attached messages, whose
 * attachments are listed too, `read` gives the whole message.
 */
export function attachedFiles(message: Uint8Array): readonly AttachedFile[] {
  const reading = startReading(messageLimits);
  const found: AttachedFile[] = [];
  const collect = (entity: Entity, parent: string | null): void => {
    for (const attached of readContent(entity, reading).attachments) {
      const part = partNumber(attached, parent);
      found.push({
        part,
        parent,
        name: attached.fileName,
        mediaType: attached.mediaType,
        charset: attached.typeParameters.get('charset') ?? null,
        read: (limit) => decodeWhole(attached.body, attached.encoding, limit),
      });
      if (attached.message !== null) collect(attached.message, part);
    }
  };
  collect(readEntity(withLineFeeds(message, reading), reading), null);
  return found;
}
