import { truncateText } from '../../text/clean-text.ts';
import type { BodySource } from '../message.ts';
import type { Reading } from '../reading.ts';
import { addException } from '../reading.ts';
import type { Entity } from './entity.ts';
import { textOfPart } from './text-part.ts';

/** What a message says, and what is attached to it. */
export interface Content {
  readonly text: string;
  readonly source: BodySource;
  /** Every leaf that is neither the body nor another form of it. */
  readonly attachments: readonly Entity[];
}

interface Collector {
  readonly reading: Reading;
  readonly attachments: Entity[];
}

interface Piece {
  readonly source: BodySource;
  readonly text: string;
}

const nothing: Piece = { source: 'none', text: '' };

/**
 * Sorts the parts of a message into body and attachments.
 * Laws: of alternatives text/plain is chosen unless it is blank, then the last that says anything (RFC 2046, 5.1.4);
 * text parts outside alternatives are joined in order; a text part with a file name or marked as attachment is an
 * attachment; nothing else is lost: every other leaf is an attachment.
 */
export function readContent(message: Entity, reading: Reading): Content {
  const collector: Collector = { reading, attachments: [] };
  const piece = readPiece(message, true, collector);
  const limit = reading.limits.bodyText;
  if (piece.text.length > limit) {
    const detail = `Only the first ${String(limit)} characters of the text are kept.`;
    addException(reading, { part: message.part, reason: 'body-text-limit', detail });
  }
  return { text: truncateText(piece.text, limit).trimEnd(), source: piece.source, attachments: collector.attachments };
}

function readPiece(entity: Entity, isAlternative: boolean, collector: Collector): Piece {
  if (entity.children !== null) {
    return entity.mediaType === 'multipart/alternative'
      ? chooseAlternative(entity.children, collector)
      : joinPieces(entity.children, collector);
  }
  if (!isBodyText(entity, isAlternative)) {
    collector.attachments.push(entity);
    return nothing;
  }
  return { source: entity.mediaType === 'text/html' ? 'html' : 'plain', text: textOfPart(entity, collector.reading) };
}

function chooseAlternative(children: readonly Entity[], collector: Collector): Piece {
  const plain = children.find(
    (child) => child.children === null && child.mediaType === 'text/plain' && isBodyText(child, true),
  );
  const piece = plain === undefined ? nothing : readPiece(plain, true, collector);
  const isEnough = /\S/.test(piece.text);
  let chosen = piece;
  for (const child of children) {
    if (child === plain) continue;
    // Another form of a text that is already chosen need not be read; what is attached to it is kept.
    if (isEnough && child.children === null && isBodyText(child, true)) continue;
    const other = readPiece(child, true, collector);
    if (!isEnough && /\S/.test(other.text)) chosen = other;
  }
  return chosen;
}

function joinPieces(children: readonly Entity[], collector: Collector): Piece {
  const pieces: Piece[] = [];
  let length = 0;
  for (const child of children) {
    if (length > collector.reading.limits.bodyText && child.children === null && isBodyText(child, false)) continue;
    const piece = readPiece(child, false, collector);
    if (!/\S/.test(piece.text)) continue;
    pieces.push(piece);
    length += piece.text.length;
  }
  const first = pieces[0];
  if (first === undefined) return nothing;
  const isOneKind = pieces.every((piece) => piece.source === first.source);
  return { source: isOneKind ? first.source : 'mixed', text: pieces.map((piece) => piece.text.trimEnd()).join('\n\n') };
}

/** Whether a leaf is text of the body, not a file. */
export function isBodyText(entity: Entity, isAlternative: boolean): boolean {
  if (entity.mediaType !== 'text/plain' && entity.mediaType !== 'text/html') return false;
  return entity.disposition !== 'attachment' && (entity.fileName === null || isAlternative);
}
