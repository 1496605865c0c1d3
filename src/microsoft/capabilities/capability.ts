/** What a connection may be for. */
export type CapabilityName = 'list-mailboxes' | 'collect-mail' | 'tell-mailbox-kinds' | 'verify-grants';
