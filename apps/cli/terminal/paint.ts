import { styleText } from 'node:util';
import type { WriteStream } from 'node:tty';

/** What a piece of text is, not what colour it has. */
export type Tone = 'strong' | 'faint' | 'good' | 'warning' | 'bad' | 'accent';

const styles = {
  strong: 'bold',
  faint: 'dim',
  good: 'green',
  warning: 'yellow',
  bad: 'red',
  accent: 'cyan',
} as const;

export type Paint = (tone: Tone, text: string) => string;

/** Colours for one stream: none where it is not a terminal or NO_COLOR is set (node:util looks at both). */
export function paintFor(stream: NodeJS.WriteStream | WriteStream): Paint {
  return (tone, text) => styleText(styles[tone], text, { stream });
}

export const noPaint: Paint = (_tone, text) => text;
