/**
 * What differs between our simulators and their peers, and stays so. `moto`: moto is not as AWS is; `knowingly`: ours is not, and
 * FIDELITY.md says so; `free`: AWS leaves it open, or the two worlds hold other things. What is in no row is a finding.
 */

export interface Known {
  /** Operation, then a member's path or the error that ours ends with; `*` stands for anything. */
  at: string;
  whose: 'moto' | 'knowingly' | 'free';
  why: string;
}

const moto = (at: string, why: string): Known => ({ at, whose: 'moto', why });
const free = (at: string, why: string): Known => ({ at, whose: 'free', why });
const knowingly = (at: string, why: string): Known => ({ at, whose: 'knowingly', why });

export const KNOWN: readonly Known[] = [
  moto('acm DescribeCertificate Certificate.DomainValidationOptions*', 'validates by DNS whatever is asked for'),
  moto('acm DescribeCertificate Certificate.KeyAlgorithm', 'makes RSA_2048 whatever is asked for'),
  moto('acm DescribeCertificate Certificate.*', 'issues at once, so it knows serial and dates'),
  moto('acm ListCertificates CertificateSummaryList[].*', 'lists other members than the model has; issues at once'),
  moto('acm GetCertificate RequestInProgressException', 'issues at once'),
  moto('acm RequestCertificate InvalidTagException', 'names the pattern; API_RequestCertificate.html has InvalidTag'),
  moto('acm RequestCertificate *', 'checks neither names nor validation domains nor the quota'),
  moto('acm DeleteCertificate ResourceInUseException', 'does not know which distributions use a certificate'),

  moto('cloudfront * Distribution.ARN', 'writes one colon where CloudFront, which has no Region, has two'),
  moto('cloudfront * DistributionList.Items[]*', 'lists members empty, and no page is shorter than all'),
  moto('cloudfront ListDistributions DistributionList.*', 'knows no pages; another distribution is in our world'),
  moto('cloudfront * Distribution.Status', 'deploys at once'),
  free('cloudfront * Distribution.DomainName', 'random in both'),
  moto('cloudfront *DistributionConfig.ViewerCertificate.*', 'writes what it defaults to, not what was sent'),
  moto('cloudfront *DistributionConfig.Aliases.*', 'forgets aliases that come without Comment or Logging'),
  moto('cloudfront *DistributionConfig.*', 'writes ForwardedValues beside a cache policy, and lacks newer members'),
  knowingly('cloudfront * Distribution.AliasICPRecordals*', 'recordals are those of the configured aliases, approved'),
  moto('cloudfront ListDomainConflicts*', 'has no such operation'),
  moto('cloudfront UpdateDomainAssociation *', 'has no such operation'),
  moto('cloudfront UpdateDistribution CNAMEAlreadyExists', 'holds names of one account only'),
  moto('cloudfront UpdateDistribution PreconditionFailed', 'takes any ETag'),
  moto('cloudfront UpdateDistribution IllegalUpdate', 'lets the caller reference change'),
  moto('cloudfront UpdateDistribution InvalidViewerCertificate', 'does not ask for a certificate that covers'),
  moto('cloudfront UpdateDistribution', 'has deleted the distribution while it was enabled'),
  moto('cloudfront GetDistribution', 'has deleted the distribution while it was enabled'),
  moto('cloudfront DeleteDistribution*', 'deletes what is enabled, and asks for IfMatch before it looks'),
  moto('cloudfront CreateDistribution InconsistentQuantities', 'does not compare Quantity with Items'),

  moto('route53 *ChangeInfo.Status', 'is in sync at once'),
  moto('route53 *ChangeInfo.Comment', 'drops the comment'),
  moto('route53 GetChange *', 'knows every change, and writes its id without /change/'),
  free('route53 *DelegationSet.*', 'name servers are of each world; reusable sets are not in use'),
  free('route53 ListResourceRecordSets ResourceRecordSets[].ResourceRecords[].Value', 'name servers are of each world'),
  free('route53 ListHostedZones *', 'other zones are in our world'),
  moto('route53 CreateHostedZone HostedZoneAlreadyExists', 'takes a caller reference twice'),
  moto('route53 ChangeResourceRecordSets InvalidChangeBatch', 'deletes what is not there, or stands otherwise'),

  moto('stepfunctions CreateStateMachine StateMachineAlreadyExists', 'takes another definition under a taken name'),
  moto('stepfunctions CreateStateMachine InvalidDefinition', 'does not read definitions'),
  moto('stepfunctions ValidateStateMachineDefinition', 'has no such operation'),
  moto('stepfunctions SendTask* InvalidToken', 'takes any token'),
  moto('stepfunctions RedriveExecution *', 'has no such operation'),
  moto('stepfunctions * revisionId', 'has no revisions'),
  moto('stepfunctions * redrive*', 'has no redrive'),
  moto('stepfunctions ListExecutions executions[].redriveCount', 'has no redrive'),
  moto('stepfunctions DescribeExecution *', 'lacks inputDetails, error and cause'),
  moto('stepfunctions DescribeStateMachineForExecution updateDate', 'lacks it; the model requires it'),
  moto('stepfunctions DescribeStateMachine* loggingConfiguration.includeExecutionData', 'lacks it'),
  free(
    'stepfunctions * encryptionConfiguration.type',
    'nobody has recorded of AWS whether it is told without a key of one’s own',
  ),
  moto('stepfunctions GetExecutionHistory events[].executionStartedEventDetails.input', 'shows no input'),
  free('stepfunctions ListStateMachines *', 'other machines are in our world'),

  knowingly('dynamodb *Table*.WarmThroughput*', 'dynalite is older; nobody reads it'),
  knowingly('dynamodb *Table*.DeletionProtectionEnabled', 'dynalite is older; nobody reads it'),
  knowingly('dynamodb DeleteTable TableDescription.*', 'dynalite tells a table that is being deleted in fewer members'),
  moto('dynamodb CreateTable TableDescription*Status', 'is ready at once, and skips CREATING'),
  moto('dynamodb * Table*.GlobalSecondaryIndexes[].*', 'lacks sizes, counts and ARN of indexes'),
  moto('dynamodb * Table*.TableId', 'has none'),
  moto('dynamodb * Table*.BillingModeSummary.*', 'does not say since when'),
  free('dynamodb ListTables *', 'another table is in our world'),
  moto('dynamodb * ConsumedCapacity*', 'tells what was not asked for'),
  moto('dynamodb PutItem ValidationException', 'takes 39 digits and exponents of any size'),
  moto('dynamodb BatchWriteItem ValidationException', 'takes more than 25'),
  moto('dynamodb TransactWriteItems *', 'keeps no tokens, and takes more than 4 MB'),

  moto('ssm *', 'has no OpsItems'),
  moto('service-quotas *', 'has a few quotas, none of ACM, and most operations not at all'),
  free('sesv2 SendEmail MessageId', 'random in both'),
  moto('sesv2 SendEmail BadRequestException', 'takes a mail to nobody, and from nobody'),
  free('kms Encrypt CiphertextBlob', 'random in both'),
  moto('kms * EncryptionAlgorithm', 'does not say it'),
];

/** Breaches of botocore's models that are not ours: AWS commits them too, or the model is older than the API. */
export const ALLOWED_BREACHES: readonly Pick<Known, 'at' | 'why'>[] = [
  {
    at: 'acm DescribeCertificate* Certificate.CertificateKeyPairOrigin: CertificateDetail has no such member',
    why: 'of July 2026: botocore 1.43.11 is older',
  },
  {
    at: 'acm DescribeCertificate* Certificate.UpdateSummary: CertificateDetail has no such member',
    why: 'of July 2026: botocore 1.43.11 is older',
  },
  {
    at: 'route53 *HostedZone*.Id: a length of 33 is not that of ResourceId',
    why: 'AWS too writes /hostedzone/ before ids of 21 characters, where its model has 32 in all',
  },
];

/** The row that it is told in. */
export function rowOf<Row extends { at: string }>(rows: readonly Row[], at: string): Row | undefined {
  return rows.find((row) => {
    const parts = row.at.split('*').map((part) => part.replace(/[\\^$.+?()[\]{}|]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(at);
  });
}
