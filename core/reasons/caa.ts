/** May Amazon issue for the alias (RFC 8659)? Facts: alias, at (the name where CAA records stand), found. */
import type { Reason } from '../reasons.ts';

export const CAA_REASONS = {
  CaaAllows: {
    condition: 'caa',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: 'Amazon may issue a certificate for {alias} (CAA: {found}).',
    remedy: 'Nothing to do.',
  },
  CaaForbids: {
    condition: 'caa',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'The CAA records at {at} say who may issue certificates, and do not allow Amazon to issue for {alias}: {found}.',
    remedy: 'Whoever manages the DNS of {at} adds: {at} CAA 0 issue "amazon.com"',
  },

  // Of a certificate that serves. Facts also: renewal (when AWS begins to renew), notAfter, since.
  CaaForbidsRenewal: {
    condition: 'caa',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      'CAA forbids Amazon to issue for {alias} (at {at}: {found}): AWS cannot renew the certificate, which it tries from {renewal} on.',
    remedy:
      'Whoever manages the DNS of {at} adds: {at} CAA 0 issue "amazon.com". Best before {renewal}; after that AWS tries again by itself. The present certificate serves until {notAfter}.',
  },
  CaaCriticalUnknown: {
    condition: 'caa',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message:
      'The CAA records at {at} hold a critical property that authorities do not know, which forbids all of them to issue for {alias}: {found}.',
    remedy: 'Whoever manages the DNS of {at} removes that record, or sets its flags to 0.',
  },
  CaaUnknown: {
    condition: 'caa',
    status: 'Unknown',
    blocks: true,
    actor: 'nobody',
    message: 'The CAA records for {alias} could not be looked up: {found}.',
    remedy:
      'Usually nothing to do: we look again by ourselves. If it stays so, ask the DNS provider: certificate authorities must not issue while CAA lookups fail.',
  },
} as const satisfies Record<string, Reason>;
