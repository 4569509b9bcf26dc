/**
 * The CNAME of DNS validation: the same for ever per account and name, and shared by a name and its wildcard. Owner and target
 * are therefore hashes, not draws. Source: acm/latest/userguide/dns-validation.html.
 */
import { createHash } from 'node:crypto';

/** Names without trailing dot. */
export function validationRecord(account: string, name: string): { name: string; value: string } {
  const domain = name.replace(/^\*\./, '');
  const hash = createHash('sha256').update(`${account} ${domain}`).digest('hex');
  const zone = createHash('sha256')
    .update(domain)
    .digest('hex')
    .slice(0, 10)
    .replace(/\d/g, (digit) => 'klmnopqrst'[Number(digit)] ?? '');
  return { name: `_${hash.slice(0, 32)}.${domain}`, value: `_${hash.slice(32)}.${zone}.acm-validations.aws` };
}
