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
  const attachments: Entity[] = [];
  const piece = readPiece(message, { isAlternative: true }, reading, attachments);
  const limit = reading.limits.bodyText;
  if (piece.text.length > limit) {
    addException(reading, message.part, 'body-text-limit', `Only the first ${String(limit)} characters of the text are kept.`);
  }
  return { text: truncateText(piece.text, limit).trimEnd(), source: piece.source, attachments };
}

function readPiece(entity: Entity, place: { readonly isAlternative: boolean }, reading: Reading, attachments: Entity[]): Piece {
  if (entity.children !== null) {
    return entity.mediaType === 'multipart/alternative'
      ? chooseAlternative(entity.children, reading, attachments)
      : joinPieces(entity.children, reading, attachments);
  }
  if (!isBodyText(entity, place.isAlternative)) {
    attachments.push(entity);
    return nothing;
  }
  return { source: entity.mediaType === 'text/html' ? 'html' : 'plain', text: textOfPart(entity, reading) };
}

function chooseAlternative(children: readonly Entity[], reading: Reading, attachments: Entity[]): Piece {
  const plain = children.find((child) => child.children === null && child.mediaType === 'text/plain' && isBodyText(child, true));
  const piece = plain === undefined ? nothing : readPiece(plain, { isAlternative: true }, reading, attachments);
  const isEnough = /\S/.test(piece.text);
  let chosen = piece;
  for (const child of children) {
    if (child === plain) continue;
    // Another form of a text that is already chosen need not be read; what is attached to it is kept.
    if (isEnough && child.children === null && isBodyText(child, true)) continue;
    const other = readPiece(child, { isAlternative: true }, reading, attachments);
    if (!isEnough && /\S/.test(other.text)) chosen = other;
  }
  return chosen;
}

function joinPieces(children: readonly Entity[], reading: Reading, attachments: Entity[]): Piece {
  const pieces: Piece[] = [];
  let length = 0;
  for (const child of children) {
    if (length > reading.limits.bodyText && child.children === null && isBodyText(child, false)) continue;
    const piece = readPiece(child, { isAlternative: false }, reading, attachments);
    if (!/\S/.test(piece.text)) continue;
    pieces.push(piece);
    length += piece.text.length;
  }
  const first = pieces[0];
  if (first === undefined) return nothing;
  const isOneKind = pieces.every((piece) => piece.source === first.source);
  return { source: isOneKind ? first.source : 'mixed', text: pieces.map((piece) => piece.text.trimEnd()).join('\n\n') };
}

function isBodyText(entity: Entity, isAlternative: boolean): boolean {
  if (entity.mediaType !== 'text/plain' && entity.mediaType !== 'text/html') return false;
  return entity.disposition !== 'attachment' && (entity.fileName === null || isAlternative);
}
