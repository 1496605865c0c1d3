import { seededBytes } from '../random.ts';
import { parameter, readHeader, headerValue } from './read-header.ts';

/**
 * The same message with other MIME boundaries, as if Exchange had rebuilt it once more. Length and
 * everything else stay. A signed message keeps its boundaries: another one would break the signature.
 */
export function varyBoundaries(bytes: Uint8Array, variant: number): Uint8Array {
  const contentType = headerValue(readHeader(bytes).fields, 'content-type') ?? '';
  const boundary = parameter(contentType, 'boundary');
  if (variant === 0 || boundary === undefined || boundary.length < 6) return bytes;
  if (/^multipart\/signed/i.test(contentType)) return bytes;
  const digits = seededBytes(`vary ${variant} ${boundary}`, 32).toString('hex').repeat(3);
  const other = `_0${digits}`.slice(0, boundary.length);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return Buffer.from(text.replaceAll(Buffer.from(boundary, 'utf8').toString('latin1'), other), 'latin1');
}
