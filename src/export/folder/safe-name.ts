/** No component is longer than this on any file system we know (255), with room for what others add. */
const mostBytes = 200;

// Control characters, what hides or turns text, line separators, halves of characters.
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const forbidden = /[<>:"/\\|?*]/g;
// Windows keeps these for devices, whatever the extension: `nul.txt` is one too.
const device = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|com[0-9¹²³]|lpt[0-9¹²³])( *\.|$)/i;

/**
 * Text of others as one name of a file or folder that Windows, macOS and Linux all take: never empty, never a path,
 * a device, a hidden file or an option, in Unicode NFC, at most `units` UTF-16 units and 200 bytes.
 */
export function safeName(text: string, units: number, otherwise: string): string {
  const plain = text
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(unprintable, '')
    .replaceAll(forbidden, '_')
    .trim();
  const name = trimEnd(
    fit(
      plain.replace(/^[.\-~]+/, (start) => '_'.repeat(start.length)),
      units,
    ),
  );
  if (name === '' || /^[_\s]*$/.test(name)) return otherwise;
  return device.test(name) ? trimEnd(fit(`_${name}`, units)) : name;
}

/** As much of a text as fits, whole characters only. */
export function fit(text: string, units: number): string {
  let fitting = '';
  let bytes = 0;
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (fitting.length + character.length > units || bytes > mostBytes) break;
    fitting += character;
  }
  return fitting;
}

/** What two names must not share where case or composition do not count (Windows, macOS). */
export function foldName(name: string): string {
  return name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');
}

/** Windows drops dots and spaces at the end, so two names could become one. */
function trimEnd(name: string): string {
  return name.replace(/[. ]+$/, '');
}
