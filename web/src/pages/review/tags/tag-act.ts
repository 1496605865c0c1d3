import type { Tag } from '../../../api/review/marks.ts';

/** What is done with one tag of a matter. */
export interface TagAct {
  readonly matter: string;
  readonly tag: Tag;
  readonly onDone: () => Promise<void>;
  readonly onCancel: () => void;
}
