import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { Failure } from '#evidence';
import type { Clock, Reader } from '#platform';
import { canonicalJson } from '../canonical-json.ts';
import { isSignatureOf, keyFault, signatureSchema, signBody } from '../keys/signature.ts';
import type { SigningKey } from '../keys/signing-key.ts';
import { listSigningKeys } from '../keys/store-keys.ts';
import type { AuditHead } from './chain.ts';
import { readAuditHead } from './store-audit.ts';

const format = 'chainmail-audit-head-1';
const compiled = Compile(
  Type.Object({
    body: Type.Object({
      format: Type.Literal(format),
      seq: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
      hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      exportedAt: Type.String(),
    }),
    signature: signatureSchema,
  }),
);

/**
 * The newest entry's number and hash, signed, as one line of canonical JSON to keep where nobody who can write to
 * this database can write: a ticket, a mail to counsel, paper.
 */
export async function exportAuditHead(reader: Reader, key: SigningKey, clock: Clock): Promise<string> {
  const { seq, hash } = await readAuditHead(reader);
  const body = { format, seq, hash, exportedAt: clock.now().toISOString() };
  return `${canonicalJson({ body, signature: signBody(body, key) })}\n`;
}

/**
 * The head in an exported file, to verify the trail against.
 * Failure `malformed` when it is none, was changed, or was signed with a key that never signed here.
 */
export async function readExportedHead(reader: Reader, text: string): Promise<AuditHead> {
  const { body, signature } = parseHead(text);
  const keys = await listSigningKeys(reader);
  const isOurs = keys.some(({ fingerprint }) => keyFault(signature, fingerprint) === null);
  if (isOurs && isSignatureOf(body, signature)) return { seq: body.seq, hash: body.hash };
  throw new Failure('malformed', 'The exported head was changed, or belongs to another Chainmail.', {
    code: 'audit-head-foreign',
    fix: 'Give a file that `chainmail audit head` wrote here, unchanged.',
  });
}

function parseHead(text: string) {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw unreadable(cause);
  }
  if (compiled.Check(value)) return value;
  throw unreadable();
}

function unreadable(cause?: unknown): Failure {
  return new Failure('malformed', 'This is not an exported head of an audit trail.', {
    code: 'audit-head-unreadable',
    fix: 'Give a file that `chainmail audit head` wrote.',
    cause,
  });
}
