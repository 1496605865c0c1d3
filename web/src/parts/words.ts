const whole = new Intl.NumberFormat('en');

/** 12,345; a dash where a number is not known. */
export function count(value: number | null | undefined): string {
  return value == null ? '–' : whole.format(value);
}

/** "1 message", "12,345 messages". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${whole.format(value)} ${value === 1 ? one : many}`;
}

/** Bytes as people read them: 1.4 MB. */
export function size(bytes: number | null | undefined): string {
  if (bytes == null) return '–';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit += 1) value /= 1000;
  return `${value >= 100 || unit === 0 ? whole.format(Math.round(value)) : value.toFixed(1)} ${units[unit] ?? 'B'}`;
}

/** How long, for people: "about 3 min". */
export function duration(seconds: number | null | undefined): string {
  if (seconds == null || !Number.isFinite(seconds)) return '–';
  if (seconds < 1) return 'under 1 s';
  if (seconds < 90) return `${String(Math.round(seconds))} s`;
  if (seconds < 5400) return `${String(Math.round(seconds / 60))} min`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)} h`;
  return `${String(Math.round(seconds / 86_400))} days`;
}

/** Who did something, without what kind of actor it is. */
export function actorName(actor: string): string {
  return actor.replace(/^person:/, '');
}

/** A word of the API as one for people: `case-manager` is "Case manager". */
export function sentence(word: string): string {
  const spaced = word.replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const setUp = "the connection's page, under “Permissions and set-up”,";

/** What the command line is asked for, and where the browser has the same; most particular first. */
const places: readonly (readonly [command: RegExp, words: string])[] = [
  [/Run `chainmail connection check [^`]+`\./g, "Press “Check now” on the connection's page."],
  [/`chainmail connection check [^`]+` prints/g, "the connection's page shows"],
  [/`chainmail connection setup [^`]+` (?:prints|lists)/g, `${setUp} shows`],
  [/ or with `chainmail connection sign-in [^`]+`/g, ''],
  [/with `chainmail connection update[^`]*`(?: \(or `[^`]+`\))?/g, "with “New credential” on the connection's page"],
  [/[Ll]ist them with `chainmail connection list`, or make one with `chainmail connection add`/g, 'See Connections'],
  [
    /([Ll])ist what there is with `chainmail mailbox list [^`]+`/g,
    '$1ook for it among the mailboxes of the connection',
  ],
  [/Try again with `chainmail collection resume`/g, 'Resume the upload'],
  [/`chainmail collection resume` goes on/g, 'Resume goes on'],
  [/check the mailbox with `chainmail connection check`/g, 'check the connection on its page'],
];

/** Advice that names a command, for somebody who is looking at a page. What only the machine's keeper can run stays. */
export function browserWords(advice: string): string {
  return places.reduce((text, [command, words]) => text.replace(command, words), advice);
}
