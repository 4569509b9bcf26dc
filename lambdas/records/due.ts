/**
 * The agenda of `watch`: rows with a time, in one index, a partition for each kind. What distinguishes the kinds is what is promised. A
 * wait holds the token of a parked execution; a care looks after one request that serves, for as long as it serves; an errand is done
 * once; a resend keeps a pace that AWS allows; a notice or delivery is told in the order of its request.
 */

/** DynamoDB writes 1,000 a second to each: ACM lets ten requests a second begin, and each writes a few of its rows a minute at most. */
export const DUE = { waits: 'WAIT', cares: 'CARE', errands: 'ERRAND', resends: 'RESEND', outbox: 'OUTBOX' } as const;
