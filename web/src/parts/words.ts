const whole = new Intl.NumberFormat('en');

/** 12,345; a dash where a number is not known. */
export function count(value: number | null | undefined): string {
  return value == null ? '–' : whole.format(value);
}

/** A word of the API as one for people: `case-manager` is "Case manager". */
export function sentence(word: string): string {
  const spaced = word.replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
