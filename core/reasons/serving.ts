/** Does a handshake on the alias prove our certificate? Facts: alias, and what was seen. */
import type { Reason } from '../reasons.ts';

export const SERVING_REASONS = {
  Serves: {
    condition: 'serving',
    status: 'True',
    blocks: false,
    actor: 'nobody',
    message: '{alias} serves the certificate {fingerprint}, valid until {notAfter}.',
    remedy: 'Nothing to do.',
  },
  DoesNotServe: {
    condition: 'serving',
    status: 'False',
    blocks: true,
    actor: 'nobody',
    message: '{alias} does not serve the certificate yet: {found}.',
    remedy: 'Nothing to do: we look again by ourselves.',
  },

  // Before READY. Facts also: expected, zone, until.
  MisledByDns: {
    condition: 'serving',
    status: 'False',
    blocks: true,
    actor: 'customer DNS',
    message: '{alias} does not serve, because its DNS does not lead to {expected} any more: {found}.',
    remedy:
      'Whoever manages the DNS of {zone} puts the record back by {until}: {alias} CNAME {expected}. We look again by ourselves and go on; after {until} the request ends.',
  },

  // Of a request that was READY. Facts also: since, and fingerprint, what it served last.
  ServingLost: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'vendor on-call',
    message:
      '{alias} has stopped serving its certificate, although its DNS record is right: {found}. Seen first on {since}.',
    remedy: 'Nothing for you to do: our on-call has been told. We look again by ourselves, every hour at least.',
  },
  ServingLostByDns: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      '{alias} has stopped serving its certificate, because its DNS does not lead to {expected}: {found}. Seen first on {since}.',
    remedy:
      'Whoever manages the DNS of {zone} puts the record back: {alias} CNAME {expected}. The name serves again as soon as caches have forgotten the wrong answer.',
  },
  // Without expected: no record is to be added.
  ServingLostInDns: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'customer DNS',
    message:
      '{alias} has stopped serving its certificate: {found}. The DNS of {zone} gives resolvers no sure answer. Seen first on {since}.',
    remedy:
      'Whoever manages the DNS of {zone} asks its DNS provider: its DNSSEC (signatures, DS record), its delegation or its name servers keep resolvers from an answer. A record that is right need not change.',
  },
  ServingRetired: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'nobody',
    message: '{alias} was taken off the air when its site was retired.',
    remedy: 'Nothing to do: we have taken it off by ourselves, after its DNS record had gone.',
  },
  ServesNoMore: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message: '{alias} was taken off the air when the request ended.',
    remedy: 'Generate again to have {alias} serve.',
  },
  TakenOffAir: {
    condition: 'serving',
    status: 'False',
    blocks: false,
    actor: 'site admin',
    message:
      '{alias} is off the air, as was consented to when request {requestId} was made, whose certificate does not name it.',
    remedy:
      'If {alias} is to serve again, have its domain among the trusted site URLs and generate again; otherwise whoever manages its DNS removes its CNAME.',
  },
} as const satisfies Record<string, Reason>;
