/** Why a request ended without a certificate that serves, in words: what happened, and what its cure is. Every cure is a new request. */
import type { EndReason } from './request.ts';

type Row = { text: string; remedy: string };

export const ENDINGS = {
  PreflightGivenUp: {
    text: 'These names were not put right within 14 days: {names}.',
    remedy: 'Mend their records and generate again.',
  },
  AliasClaimed: {
    text: '{alias} belongs to another site.',
    remedy: 'Remove it from the trusted site URLs of one of the two sites and generate again.',
  },
  RequestRefused: {
    text: 'AWS refused the names: {found}',
    remedy: 'Correct the trusted site URLs and generate again.',
  },
  ValidationFailed: {
    text: 'AWS did not issue the certificate: {found}.',
    remedy: 'Mend the reason that AWS names and generate again.',
  },
  ValidationTimedOut: {
    text: 'The approval ended: {found}.',
    remedy: 'Make sure that somebody reads one of the five mailboxes, and generate again.',
  },
  AliasHeld: {
    text: 'Identity already exists: other CloudFront resources hold {names}.',
    remedy:
      'Look for the name in your own CloudFront distributions, Amplify apps, App Runner services, Cognito domains and API Gateway custom domains, remove it there, and generate again.',
  },
  DnsPointsElsewhere: {
    text: 'CloudFront refused the names, for the DNS of one of them leads to another distribution: {names}.',
    remedy:
      "Point each of them at this site's CNAME target only (a wildcard record counts too), wait until the old answer is forgotten, and generate again.",
  },
  Canceled: { text: 'Canceled.', remedy: 'Generate again whenever you like.' },
} as const satisfies Record<EndReason, Row>;
