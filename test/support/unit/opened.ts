/** A request that has just been stored: for tests of rules, which need no table. */
import { type CertificateRequest, openRequest } from '../../../core/request.ts';

export function opened(...aliases: string[]): CertificateRequest {
  return openRequest({
    requestId: 'req-1',
    siteId: 'acme',
    prefix: 'login',
    target: 'acme.sslproxy.us1.gigya.com',
    method: 'EMAIL',
    onFindings: 'wait',
    aliases,
    createdAt: '2026-11-21T09:00:00.000Z',
  });
}
