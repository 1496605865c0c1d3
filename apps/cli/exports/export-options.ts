import type { TextEncoding } from '#formats';
import type { DuplicateChoice, ExportFormat } from '#export';
import type { Given } from '../frame/given.ts';
import { UsageError } from '../frame/usage-error.ts';

/** How an export is written, as it was typed. */
export interface ExportOptions {
  readonly format: ExportFormat;
  readonly duplicates: DuplicateChoice;
  readonly encoding: TextEncoding;
  readonly numbering: { readonly prefix: string; readonly start: number };
}

const usualPrefix = 'DOC';
const largestStart = 1e12;

/** `UsageError` for what is not understood, and for options that the format has no use for. */
export async function readExportOptions(given: Given): Promise<ExportOptions> {
  const { duplicateChoices, exportFormats, prefixPattern } = await import('#export');
  const { textEncodings } = await import('#formats');
  const format = oneOf(exportFormats, given.required('format', '--format').toLowerCase(), 'a format');
  const isLoadFile = format === 'dat' || format === 'csv';
  for (const name of ['prefix', 'start', 'encoding'] as const) {
    if (isLoadFile || given.text(name) === undefined) continue;
    throw new UsageError(`--${name} is for load files.`, `Leave it out, or use --format dat or --format csv.`);
  }
  const prefix = given.text('prefix') ?? usualPrefix;
  if (!prefixPattern.test(prefix)) {
    throw new UsageError(
      `--prefix "${prefix}" cannot stand before a number.`,
      'Use up to 31 letters, digits, - and _, with a letter or digit first.',
    );
  }
  return {
    format,
    duplicates: oneOf(duplicateChoices, given.text('duplicates') ?? 'keep', 'a choice of --duplicates'),
    encoding: oneOf(textEncodings, (given.text('encoding') ?? 'utf-8').toLowerCase(), 'an encoding'),
    numbering: { prefix, start: readStart(given.text('start')) },
  };
}

function readStart(text: string | undefined): number {
  if (text === undefined) return 1;
  const start = /^\d{1,13}$/.test(text) ? Number(text) : NaN;
  if (start <= largestStart) return start;
  throw new UsageError(`--start "${text}" is not a number to begin with.`, 'Use digits only, such as --start 1001.');
}

function oneOf<Choice extends string>(choices: readonly Choice[], text: string, noun: string): Choice {
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new UsageError(`"${text}" is not ${noun}.`, `There is ${choices.join(', ')}.`);
}
