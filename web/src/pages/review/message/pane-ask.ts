/** What was asked of the message pane by a key. */
export type PaneAsk = 'tag' | 'note' | null;
