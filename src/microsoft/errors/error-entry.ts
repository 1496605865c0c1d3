import type { FailureKind } from '#evidence';

/** Whether asking again can help: never, after waiting, or a few times before the item is given up. */
export type RetryAdvice = 'no' | 'after-waiting' | 'a-few-times';

/** What we know about one answer of a provider. The reference page of errors is generated from these. */
export interface ErrorEntry {
  /** The provider's codes, as they are written there. Compared without regard to case. */
  readonly providerCodes: readonly string[];
  /** Only for answers whose text matches; such an entry goes before one without. */
  readonly text?: RegExp;
  /** Only for answers of these statuses; entries with no provider code match by status alone. */
  readonly statuses?: readonly number[];
  /** Stable code of ours, and anchor on the page of errors. */
  readonly code: string;
  readonly kind: FailureKind;
  /** One sentence for a person. */
  readonly cause: string;
  /** Steps, in order. */
  readonly fix: readonly string[];
  readonly retry: RetryAdvice;
  /** When it is seen. */
  readonly seen: string;
}

/** What a provider answered, reduced to what the dictionaries look at. */
export interface ProviderAnswer {
  readonly status: number;
  readonly providerCodes: readonly string[];
  readonly text: string;
}

/**
 * The entry for an answer, or null when nobody knows it.
 * An entry with a text goes before one without, a code goes before a bare status.
 */
export function findEntry(entries: readonly ErrorEntry[], answer: ProviderAnswer): ErrorEntry | null {
  const codes = new Set(answer.providerCodes.map((code) => code.toLowerCase()));
  const byCode = entries.filter((entry) => entry.providerCodes.some((code) => codes.has(code.toLowerCase())));
  const fits = (entry: ErrorEntry): boolean =>
    (entry.text === undefined || entry.text.test(answer.text)) &&
    (entry.statuses === undefined || entry.statuses.includes(answer.status));
  const exact = byCode.filter(fits);
  const byText = exact.find((entry) => entry.text !== undefined);
  if (byText !== undefined) return byText;
  if (exact[0] !== undefined) return exact[0];
  return entries.find((entry) => entry.providerCodes.length === 0 && fits(entry)) ?? null;
}
