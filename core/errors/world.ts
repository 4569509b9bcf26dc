/** What stops the work, not a caller: what AWS and the world refuse for now, and what only we can mend. */
import type { Failure } from '../errors.ts';

const TRY_AGAIN =
  'Send the call again in a minute. Requests that are on their way need nothing: we try again by ourselves.';
const TOLD = 'Nothing for you to do: our on-call has been told, and';

export const WORLD_ERRORS = {
  // What the world refuses for now
  AwsThrottled: {
    errorCode: 503001,
    retry: true,
    owner: 'dependency',
    publicText: 'AWS asks us to slow down.',
    remedy: TRY_AGAIN,
  },
  AwsUnavailable: {
    errorCode: 503002,
    retry: true,
    owner: 'dependency',
    publicText: 'An AWS service does not answer.',
    remedy: TRY_AGAIN,
  },
  ChangedMeanwhile: {
    errorCode: 503003,
    retry: true,
    owner: 'dependency',
    publicText: 'Something else changed the same resource at the same moment.',
    remedy: TRY_AGAIN,
  },
  WriterBusy: {
    errorCode: 503004,
    retry: true,
    owner: 'us',
    publicText: 'Another change is being written.',
    remedy: TRY_AGAIN,
  },
  StillDeploying: {
    errorCode: 503009,
    retry: true,
    owner: 'dependency',
    publicText: 'CloudFront has not deployed the last change yet.',
    remedy: 'Nothing to do: we try again.',
  },
  CertificateNotVisible: {
    errorCode: 503005,
    retry: true,
    owner: 'dependency',
    publicText: 'CloudFront does not see the new certificate yet.',
    remedy: TRY_AGAIN,
  },
  AliasNotServing: {
    errorCode: 503006,
    retry: true,
    owner: 'dependency',
    publicText: '{aliases} does not serve the certificate yet: {found}.',
    remedy: TRY_AGAIN,
  },
  AliasMisled: {
    errorCode: 409060,
    retry: false,
    publicText: '{aliases} does not serve, because its DNS does not lead here: {found}.',
    remedy: 'Put the record right as the findings of the name say; we look again by ourselves.',
  },

  // What only we can mend: the execution fails here, on-call mends, redrives
  DistributionQuotaExceeded: {
    errorCode: 503007,
    retry: false,
    owner: 'us',
    publicText: 'There is no room for another CloudFront distribution.',
    remedy: `${TOLD} your request goes on when there is room.`,
  },
  CertificateQuotaExceeded: {
    errorCode: 503008,
    retry: false,
    owner: 'us',
    publicText: 'AWS allows no more certificates for now: {found}',
    remedy: `${TOLD} your request goes on when the quota is raised.`,
  },
  AwsRefused: {
    errorCode: 500002,
    retry: false,
    owner: 'us',
    publicText: 'AWS refused a call that should have worked.',
    remedy: `${TOLD} your request goes on when it is put right.`,
  },
} as const satisfies Record<string, Failure>;
