import { tokenise, type Token } from './tokenise.ts';

/** One term of a pattern, at a distance from the pattern's first position. */
export interface Slot {
  readonly term: string;
  readonly offset: number;
  /** Any term that begins so. */
  readonly isPrefix: boolean;
}

/** What a text must have, one after the other, to hold what was asked for. */
export interface Pattern {
  readonly slots: readonly Slot[];
  /** Positions it covers. */
  readonly span: number;
}

/**
 * What to look for when these words are asked for. With `prefix` the last word is only its beginning.
 * Law: a text holds the pattern of any of its parts that begin and end at blanks.
 * No slots at all when there is no word in it.
 */
export function patternOf(text: string, { prefix }: { readonly prefix: boolean }): Pattern {
  const slots: Slot[] = [];
  let reached = 0;
  let isBegun = false;
  const ordered = tokenise(text).sort((a, b) => a.position - b.position || b.span - a.span);
  for (const [index, token] of ordered.entries()) {
    if (token.position < reached) continue;
    reached = token.position + token.span;
    if (token.kind === 'last' && isPaired(ordered, index)) continue;
    isBegun = token.kind === 'word' || token.kind === 'compound';
    slots.push({ term: token.term, offset: token.position, isPrefix: token.kind === 'last' });
  }
  const last = slots.at(-1);
  const isOpen = prefix && isBegun && endsInWord(text);
  if (isOpen && last !== undefined) slots[slots.length - 1] = { ...last, isPrefix: true };
  return { slots, span: reached };
}

/** Whether the pair before already holds this last character of a run. */
function isPaired(tokens: readonly Token[], index: number): boolean {
  return tokens[index - 1]?.kind === 'pair';
}

function endsInWord(text: string): boolean {
  return /[\p{L}\p{M}\p{N}\p{Extended_Pictographic}]$/u.test(text);
}
