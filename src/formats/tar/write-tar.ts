import { Failure } from '#evidence';
import { field, headerChecksum, largestOctalSize, paddingAfter, tarBlock } from './tar-block.ts';

export interface NewTarMember {
  /** Relative, with `/` between its parts. */
  readonly name: string;
  readonly size: number;
  readonly modifiedAt: Date;
  /** Permission bits; 0o400 unless told. */
  readonly mode?: number;
}

/** Two blocks of zeros: the end of an archive. */
export const tarEnd: Uint8Array = new Uint8Array(2 * tarBlock);

/**
 * What stands before the body of a member: a ustar header, after a pax extended header where the name or the size
 * do not fit into one (more than 100 bytes, not ASCII, 8 GiB or more). Owners are 0, so equal input gives equal bytes.
 * Failure `malformed` for names that are empty, absolute, hold NUL or climb with `..`.
 * Source: POSIX.1-2017, pax, "pax Interchange Format".
 */
export function tarHeader(member: NewTarMember): Uint8Array {
  const name = Buffer.from(checkName(member.name), 'utf8');
  const plainName = name.length <= field.name.length && isAscii(name);
  const plainSize = member.size <= largestOctalSize;
  if (plainName && plainSize) return block(name, member, '0');

  const records: string[] = [];
  if (!plainName) records.push(paxRecord('path', member.name));
  if (!plainSize) records.push(paxRecord('size', String(member.size)));
  const extension = Buffer.from(records.join(''), 'utf8');
  const shortName = Buffer.from(toAscii(member.name).slice(0, 80));
  const extensionName = Buffer.concat([Buffer.from('PaxHeaders/'), shortName]);
  return Buffer.concat([
    block(extensionName, { ...member, size: extension.length }, 'x'),
    extension,
    tarPadding(extension.length),
    block(plainName ? name : shortName, { ...member, size: plainSize ? member.size : 0 }, '0'),
  ]);
}

/** The zeros that follow a body of this size. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array(paddingAfter(size));
}

function block(name: Uint8Array, member: NewTarMember, type: '0' | 'x'): Buffer {
  const header = Buffer.alloc(tarBlock);
  header.set(name, field.name.at);
  writeOctal(header, field.mode, member.mode ?? 0o400);
  writeOctal(header, field.owner, 0);
  writeOctal(header, field.group, 0);
  writeOctal(header, field.size, member.size);
  writeOctal(header, field.modified, Math.max(0, Math.floor(member.modifiedAt.getTime() / 1000)));
  header.write(type, field.type.at, 'latin1');
  header.write('ustar\u0000', field.magic.at, 'latin1');
  header.write('00', field.version.at, 'latin1');
  header.write(`${headerChecksum(header).toString(8).padStart(6, '0')}\u0000 `, field.checksum.at, 'latin1');
  return header;
}

function writeOctal(header: Buffer, { at, length }: { at: number; length: number }, value: number): void {
  header.write(`${value.toString(8).padStart(length - 1, '0')}\u0000`, at, 'latin1');
}

/** `"<length> <key>=<value>\n"`, where the length counts its own digits too. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length > length) length = rest + String(length).length;
  return `${String(length)} ${key}=${value}\n`;
}

function checkName(name: string): string {
  const parts = name.split('/');
  if (name.isWellFormed() && !name.includes('\u0000') && parts.every((part) => part !== '' && part !== '..'))
    return name;
  throw new Failure('malformed', `${JSON.stringify(name)} cannot be the name of a tar member.`, { code: 'tar-name' });
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}

function toAscii(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e]/gu, '_');
}
