import { changeLaws } from './conformance-changes.ts';
import { folderLaws } from './conformance-folders.ts';
import type { SourceLaw } from './conformance-kit.ts';
import { walkLaws } from './conformance-walks.ts';

export type { SourceLaw, SourceStage } from './conformance-kit.ts';

/**
 * What every MailSource must keep. Each law wants a mailbox of its own.
 * Sources: the contract, and "listing strategies" and "the collector's law" of the architecture.
 */
export const sourceLaws: readonly SourceLaw[] = [...folderLaws, ...walkLaws, ...changeLaws];
