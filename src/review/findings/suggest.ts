import type { MatterId } from '#evidence';
import type { Reader } from '#platform';
import { properties, type PropertyName } from '#search';
import { valuesBeginning, type SuggestedFrom } from './store-suggestions.ts';

/** What may stand at a place of a query that is being typed. */
export interface Suggestions {
  /** The characters that a suggestion takes the place of: `[from, to)`. */
  readonly from: number;
  readonly to: number;
  readonly items: readonly Suggestion[];
}

export interface Suggestion {
  /** What is put into the query. */
  readonly text: string;
  readonly kind: 'property' | 'value';
  /** What it means, for a property. */
  readonly hint: string | null;
}

const valuesOf: Partial<Record<PropertyName, SuggestedFrom>> = {
  custodian: 'custodian',
  mailbox: 'mailbox',
  folder: 'folder',
  from: 'sender',
  participants: 'sender',
};

/** Suggestions for the word at a place of a query; values are those of this matter, and of no other. */
export async function suggest(
  reader: Reader,
  matter: MatterId,
  typed: { readonly text: string; readonly at: number },
): Promise<Suggestions> {
  const to = Math.min(Math.max(typed.at, 0), typed.text.length);
  const { from, property, start } = wordBefore(typed.text.slice(0, to));
  if (property === null) return { from, to, items: propertiesBeginning(start) };
  return { from, to, items: await valuesFor(reader, matter, { property, start }) };
}

/** The word that ends a text, and the property it is a value of. */
function wordBefore(text: string): { from: number; property: PropertyName | null; start: string } {
  const value = /(?:^|[\s(-])([a-z]+)\s*(?::|<>|=)\s*("[^"]*|[^\s()"]*)$/iu.exec(text);
  const name = value?.[1]?.toLowerCase() ?? '';
  const given = value?.[2];
  if (given !== undefined && Object.hasOwn(properties, name)) {
    return { from: text.length - given.length, property: name as PropertyName, start: given.replace(/^"/, '') };
  }
  const word = /[^\s()":<>=-]*$/u.exec(text)?.[0] ?? '';
  return { from: text.length - word.length, property: null, start: word };
}

function propertiesBeginning(start: string): readonly Suggestion[] {
  if (start === '') return [];
  return Object.entries(properties)
    .filter(([name]) => name.startsWith(start.toLowerCase()))
    .map(([name, { means }]) => ({ text: `${name}:`, kind: 'property', hint: means }));
}

async function valuesFor(
  reader: Reader,
  matter: MatterId,
  { property, start }: { readonly property: PropertyName; readonly start: string },
): Promise<readonly Suggestion[]> {
  const of = valuesOf[property];
  const found = of === undefined ? fixedValues(property, start) : await valuesBeginning(reader, matter, { of, start });
  return found.map((value) => ({ text: quotedValue(value), kind: 'value', hint: null }));
}

function fixedValues(property: PropertyName, start: string): readonly string[] {
  const definition: { readonly type: string; readonly choices?: readonly string[] } = properties[property];
  const choices = definition.type === 'flag' ? ['true', 'false'] : (definition.choices ?? []);
  return choices.filter((choice) => choice.startsWith(start.toLowerCase()));
}

/** A quotation mark cannot stand inside a quoted value; what is before it finds the rest. */
function quotedValue(value: string): string {
  return /^[\p{L}\p{N}@._-]+$/u.test(value) ? value : `"${value.split('"')[0] ?? ''}"`;
}
