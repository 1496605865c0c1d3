const escape = 0x1b;
const shiftOut = 0x0e;
const shiftIn = 0x0f;
const tilde = 0x7e;
const lineFeed = 0x0a;

/**
 * ISO-2022-KR (RFC 1557) as EUC-KR bytes: between SO and SI every byte gets its high bit.
 * Neither iconv-lite nor TextDecoder knows it.
 */
export function iso2022KrToEucKr(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let shifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === escape) at += 3;
    else if (byte === shiftOut) shifted = true;
    else if (byte === shiftIn) shifted = false;
    else {
      if (byte === lineFeed) shifted = false;
      out[length] = shifted && byte > 0x20 ? byte | 0x80 : byte;
      length += 1;
    }
  }
  return out.subarray(0, length);
}

/** HZ (RFC 1843) as GB 2312 bytes: between `~{` and `~}` every byte gets its high bit. */
export function hzToGb2312(bytes: Uint8Array): Buffer {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  let shifted = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === tilde) {
      const next = bytes[at + 1];
      at += 1;
      if (next === 0x7b) shifted = true;
      else if (next === 0x7d) shifted = false;
      else if (next === tilde) {
        out[length] = tilde;
        length += 1;
      } else if (next !== lineFeed) {
        out[length] = tilde;
        length += 1;
        at -= 1;
      }
    } else {
      if (byte === lineFeed) shifted = false;
      out[length] = shifted && byte > 0x20 ? byte | 0x80 : byte;
      length += 1;
    }
  }
  return out.subarray(0, length);
}
