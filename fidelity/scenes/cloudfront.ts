/** CloudFront: a site's distribution from creation to deletion, a name that others hold, and every refusal that the code knows. */
import { distributionTemplate, viewerCertificate } from '../../core/distribution.ts';
import { approve } from '../../local/people.ts';
import type { Answers, Scene, Step } from '../scene.ts';

const HELD = 'fidelity.blog.example.net';
const OURS = 'fidelity.www.example.com';
const HOUR = 3600;
/** CloudFront takes a write in two seconds. */
const PACE = 3;

const template = distributionTemplate('fidelity', 'acme', 'api.vendor.example');
const id = ({ made }: Answers): string => made.Distribution?.Id;
const changed = (answers: Answers, change: object) => ({
  Id: id(answers),
  IfMatch: answers.config.ETag,
  DistributionConfig: { ...answers.config.DistributionConfig, ...change },
});
const aliases = (...names: string[]) => ({ Aliases: { Quantity: names.length, Items: names } });
const readAgain: Step = { call: 'GetDistributionConfig', input: (so) => ({ Id: id(so) }), as: 'config' };
const conflicts = (Domain: string) => (so: Answers) => ({
  Domain,
  DomainControlValidationResource: { DistributionId: id(so) },
});

const certificate: Step[] = [
  {
    service: 'acm',
    call: 'RequestCertificate',
    input: {
      DomainName: OURS,
      SubjectAlternativeNames: [HELD],
      ValidationMethod: 'EMAIL',
      DomainValidationOptions: [
        { DomainName: OURS, ValidationDomain: 'example.com' },
        { DomainName: HELD, ValidationDomain: 'example.net' },
      ],
    },
    as: 'certificate',
  },
  { seconds: 120 },
  { act: (product) => Promise.all([OURS, HELD].map((name) => approve(product, name))) },
  { seconds: 2 * HOUR },
];

const creation: Step[] = [
  {
    call: 'CreateDistributionWithTags',
    input: {
      DistributionConfigWithTags: {
        DistributionConfig: template,
        Tags: { Items: [{ Key: 'siteId', Value: 'fidelity' }] },
      },
    },
    as: 'made',
  },
  { call: 'CreateDistribution', input: { DistributionConfig: template }, error: 'DistributionAlreadyExists' },
  { call: 'GetDistribution', input: (so) => ({ Id: id(so) }) },
  readAgain,
  { call: 'ListDistributions', input: { MaxItems: '1' } },
  { call: 'ListDistributions', input: {} },
  {
    call: 'TagResource',
    input: ({ made }) => ({ Resource: made.Distribution.ARN, Tags: { Items: [{ Key: 'second', Value: 'x' }] } }),
  },
  { call: 'ListTagsForResource', input: ({ made }) => ({ Resource: made.Distribution.ARN }) },
  { call: 'GetDistribution', input: { Id: 'E00000000000' }, error: 'NoSuchDistribution' },
  { call: 'GetDistributionConfig', input: { Id: 'E00000000000' }, error: 'NoSuchDistribution' },
  {
    call: 'CreateDistribution',
    input: {
      DistributionConfig: { ...template, CallerReference: 'other', Aliases: { Quantity: 2, Items: ['x.example.com'] } },
    },
    error: 'InconsistentQuantities',
  },
];

const updates: Step[] = [
  { call: 'ListDomainConflicts', input: conflicts(HELD), error: 'InvalidArgument' },
  {
    call: 'UpdateDistribution',
    input: (so) => ({ ...changed(so, {}), IfMatch: 'E0000000000000' }),
    error: 'PreconditionFailed',
  },
  {
    call: 'UpdateDistribution',
    input: (so) => ({ Id: id(so), DistributionConfig: so.config.DistributionConfig }),
    error: 'InvalidIfMatchVersion',
  },
  { call: 'UpdateDistribution', input: (so) => changed(so, aliases(OURS)), error: 'InvalidViewerCertificate' },
  {
    call: 'UpdateDistribution',
    input: (so) => changed(so, { ViewerCertificate: viewerCertificate(so.certificate.CertificateArn) }),
  },
  readAgain,
  { call: 'ListDomainConflicts', input: conflicts(HELD) },
  { act: (product) => product.foreign.holdElsewhere({ alias: HELD }) },
  { call: 'ListDomainConflicts', input: conflicts(HELD) },
  { call: 'UpdateDistribution', input: (so) => changed(so, aliases(HELD)), error: 'CNAMEAlreadyExists' },
  {
    call: 'UpdateDomainAssociation',
    input: (so) => ({ Domain: HELD, TargetResource: { DistributionId: id(so) }, IfMatch: so.config.ETag }),
    error: 'IllegalUpdate',
  },
  {
    call: 'UpdateDomainAssociation',
    input: (so) => ({ Domain: OURS, TargetResource: { DistributionId: id(so) }, IfMatch: so.config.ETag }),
    error: 'EntityNotFound',
  },
  {
    call: 'UpdateDomainAssociation',
    input: (so) => ({ Domain: OURS, TargetResource: { DistributionId: id(so) }, IfMatch: 'E0000000000000' }),
    error: 'PreconditionFailed',
  },
  { call: 'UpdateDistribution', input: (so) => changed(so, aliases(OURS)) },
  readAgain,
  {
    service: 'acm',
    call: 'DeleteCertificate',
    input: (so) => ({ CertificateArn: so.certificate.CertificateArn }),
    error: 'ResourceInUseException',
  },
  { call: 'UpdateDistribution', input: (so) => changed(so, { CallerReference: 'other' }), error: 'IllegalUpdate' },
];

const deletion: Step[] = [
  {
    call: 'DeleteDistribution',
    input: (so) => ({ Id: id(so), IfMatch: so.config.ETag }),
    error: 'DistributionNotDisabled',
  },
  {
    call: 'UpdateDistribution',
    input: (so) =>
      changed(so, { Enabled: false, Aliases: { Quantity: 0 }, ViewerCertificate: viewerCertificate(null) }),
  },
  readAgain,
  { seconds: HOUR },
  { call: 'GetDistribution', input: (so) => ({ Id: id(so) }) },
  {
    call: 'DeleteDistribution',
    input: (so) => ({ Id: id(so), IfMatch: 'E0000000000000' }),
    error: 'PreconditionFailed',
  },
  { call: 'DeleteDistribution', input: (so) => ({ Id: id(so), IfMatch: so.config.ETag }) },
  { call: 'GetDistribution', input: (so) => ({ Id: id(so) }), error: 'NoSuchDistribution' },
  { call: 'DeleteDistribution', input: (so) => ({ Id: id(so), IfMatch: so.config.ETag }), error: 'NoSuchDistribution' },
];

export const CLOUDFRONT: Scene = {
  service: 'cloudfront',
  pace: PACE,
  steps: [...certificate, ...creation, ...updates, ...deletion],
};
