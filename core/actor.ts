/** Who can act on what a request, a ticket or an alarm waits for. */
export const ACTORS = ['customer DNS', 'mailbox owner', 'site admin', 'vendor on-call', 'AWS', 'nobody'] as const;
export type Actor = (typeof ACTORS)[number];
