/** What can be shown of a message by itself. */
export const messageViews = ['text', 'headers', 'source', 'attachments', 'custody'] as const;

export type MessageView = (typeof messageViews)[number];
