/**
 * RequestCertificate: asks ACM for one certificate for all aliases; never a second one. Before asking it looks in our records
 * and at ACM by tag; the token protects the moment between (ACM remembers it for an hour and compares nothing but the token).
 */
import { createHash } from 'node:crypto';
import { commonNameOf } from '../../core/alias.ts';
import { CANCELED, type CertificateRequest } from '../../core/request.ts';
import { EMAIL_ENDED, hasEnded } from '../../core/sunset.ts';
import { createAcm } from '../clients/acm.ts';
import { createTable } from '../clients/table.ts';
import { createRequests } from '../records/requests.ts';
import { type Create, step } from '../runtime.ts';

/** ACM takes at most 32 word characters. */
const TOKEN_LENGTH = 32;

export const create: Create = (env) => {
  const requests = createRequests(createTable(env));
  const acm = createAcm(env);
  return step('RequestCertificate', env, async ({ requestId, now }) => {
    const request = await requests.require(requestId);
    const { aliases, createdAt } = request;
    const known =
      request.certificateArn ?? (await acm.findByTag(requestId, commonNameOf(aliases), new Date(createdAt)));
    if (request.cancelAskedAt && !known) return CANCELED;
    if (!known && hasEnded(request.method, now)) return { verdict: 'refused', ...EMAIL_ENDED };
    const ordered = known ? { certificateArn: known } : await acm.request(orderOf(request));
    if ('refused' in ordered)
      return { verdict: 'refused', reason: 'RequestRefused', facts: { found: ordered.refused } };
    await requests.change(request, () => ({
      type: 'CertificateRequested',
      at: now.toISOString(),
      by: 'service',
      text: `Certificate requested for ${aliases.length} names.`,
      set: { step: 'RequestCertificate', certificateArn: ordered.certificateArn },
    }));
    return request.cancelAskedAt ? CANCELED : { verdict: 'requested' };
  });
};

function orderOf(request: CertificateRequest) {
  const { requestId, aliases, method, conditions } = request;
  const validationDomains = Object.fromEntries(
    aliases.map((alias) => [alias, conditions[alias]?.mail?.facts.validationDomain ?? '']),
  );
  const order = { requestId, names: aliases, commonName: commonNameOf(aliases), method, validationDomains };
  const idempotencyToken = createHash('sha256').update(JSON.stringify(order)).digest('hex').slice(0, TOKEN_LENGTH);
  return { ...order, idempotencyToken };
}
