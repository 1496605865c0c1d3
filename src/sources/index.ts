export type * from './contract.ts';
export { graphMail, type GraphMail, type GraphMailbox } from './graph-mail/graph-mail.ts';
export type { ExcludedFolder } from './graph-mail/mail-folders.ts';
export { countMessages, estimateSearch } from './graph-mail/count-messages.ts';
export type { Counting, MessageCount, SearchEstimate } from './graph-mail/count-messages.ts';
