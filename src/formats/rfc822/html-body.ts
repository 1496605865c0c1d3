import { isBodyText } from './body/content.ts';
import { type Entity, readEntity } from './body/entity.ts';
import { markupOfPart, textOfPart } from './body/text-part.ts';
import { messageLimits } from './limits.ts';
import { withLineFeeds } from './parse-message.ts';
import { type Reading, startReading } from './reading.ts';

/**
 * The body of a message as HTML, as its sender wrote it: hostile until it has been cleaned. Of alternatives the last
 * HTML one is taken; plain parts beside it stand in `<pre>`. Null when no part of the body is HTML.
 */
export function htmlBody(message: Uint8Array): string | null {
  const reading = startReading(messageLimits);
  const pieces = piecesOf(readEntity(withLineFeeds(message, reading), reading), { reading, isAlternative: true });
  if (!pieces.some(({ isHtml }) => isHtml)) return null;
  return pieces.map(({ isHtml, text }) => (isHtml ? text : `<pre>${escaped(text)}</pre>`)).join('\n');
}

interface Piece {
  readonly isHtml: boolean;
  readonly text: string;
}

interface Context {
  readonly reading: Reading;
  readonly isAlternative: boolean;
}

function piecesOf(entity: Entity, context: Context): readonly Piece[] {
  const { reading } = context;
  if (entity.children !== null) {
    const isAlternative = entity.mediaType === 'multipart/alternative';
    const children = entity.children.map((child) => piecesOf(child, { reading, isAlternative }));
    if (!isAlternative) return children.flat();
    return children.findLast((pieces) => pieces.some(({ isHtml }) => isHtml)) ?? children.find(saysAnything) ?? [];
  }
  if (!isBodyText(entity, context.isAlternative)) return [];
  return entity.mediaType === 'text/html'
    ? [{ isHtml: true, text: markupOfPart(entity, reading) }]
    : [{ isHtml: false, text: textOfPart(entity, reading) }];
}

function saysAnything(pieces: readonly Piece[]): boolean {
  return pieces.some(({ text }) => /\S/.test(text));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
