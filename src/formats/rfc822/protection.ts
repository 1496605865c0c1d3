import type { Entity } from './body/entity.ts';

export interface Protection {
  readonly isEncrypted: boolean;
  readonly isSigned: boolean;
}

/**
 * Whether a message is encrypted or signed: S/MIME (RFC 8551), PGP/MIME (RFC 3156), PGP in the text, and rights
 * management (`message.rpmsg`). Attached messages do not count.
 */
export function readProtection(message: Entity, bodyText: string): Protection {
  let isEncrypted = /^-----BEGIN PGP MESSAGE-----/m.test(bodyText);
  let isSigned = /^-----BEGIN PGP SIGNED MESSAGE-----/m.test(bodyText);
  const open: Entity[] = [message];
  for (let entity = open.pop(); entity !== undefined; entity = open.pop()) {
    isEncrypted ||= isEncryptedPart(entity);
    isSigned ||= isSignedPart(entity);
    open.push(...(entity.children ?? []));
  }
  return { isEncrypted, isSigned };
}

const smime = new Set(['application/pkcs7-mime', 'application/x-pkcs7-mime']);

function isSignedPart(entity: Entity): boolean {
  if (entity.mediaType === 'multipart/signed') return true;
  return smime.has(entity.mediaType) && entity.typeParameters.get('smime-type')?.toLowerCase() === 'signed-data';
}

function isEncryptedPart(entity: Entity): boolean {
  if (entity.mediaType === 'multipart/encrypted' || entity.mediaType === 'application/pgp-encrypted') return true;
  if (
    entity.mediaType === 'application/x-microsoft-rpmsg-message' ||
    entity.fileName?.toLowerCase() === 'message.rpmsg'
  )
    return true;
  if (!smime.has(entity.mediaType)) return false;
  const type = entity.typeParameters.get('smime-type')?.toLowerCase();
  // Without smime-type, p7m is an envelope and p7s or p7c are not (RFC 8551, 3.2.1).
  if (type === undefined) return entity.fileName === null || entity.fileName.toLowerCase().endsWith('.p7m');
  return type.startsWith('enveloped') || type.startsWith('authenveloped');
}
