import type { Command } from 'commander';
import type { Clock } from '#platform';
import type { ExitCode } from '../exit-codes.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Instance } from '../../workbench/compose.ts';
import type { Given } from './given.ts';

/** What a command works with. */
export interface Invocation {
  readonly given: Given;
  readonly terminal: Terminal;
  /** Opens the data folder's parts as they are asked for. */
  readonly instance: Instance;
  readonly clock: Clock;
  /** The person at the keyboard, as the audit trail names them: `person:<account>`. */
  readonly actor: string;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One command. The file that defines it imports nothing heavy until it runs. */
export interface CommandDefinition {
  /** `collection show`. */
  readonly words: string;
  readonly summary: string;
  /** What else there is to know, in the command's help. */
  readonly details?: string;
  /** Arguments after `chainmail`, each a whole working line. */
  readonly examples: readonly string[];
  readonly shape?: (command: Command) => void;
  /** With it Ctrl-C only aborts the signal and says this, and the command ends by itself. Otherwise it ends at once. */
  readonly stops?: { readonly says: string };
  readonly run: (invocation: Invocation) => Promise<ExitCode>;
}
