/**
 * Which actions of IAM stand behind an operation of AWS. Most are called alike; the table has the others. Source: AWS's Service
 * Authorization Reference, the page of each service, "API operations defined by", and the developer guides named in infra/permissions.ts.
 */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  'acm:RequestCertificate': ['acm:RequestCertificate', 'acm:AddTagsToCertificate'],
  'cloudfront:CreateDistributionWithTags': ['cloudfront:CreateDistribution', 'cloudfront:TagResource'],
  'cloudfront:ListDomainConflicts': ['cloudfront:ListDomainConflicts', 'cloudfront:GetDistribution'],
  'cloudfront:UpdateDomainAssociation': ['cloudfront:UpdateDomainAssociation', 'cloudfront:UpdateDistribution'],
  'dynamodb:BatchWrite': ['dynamodb:BatchWriteItem'],
  'dynamodb:Delete': ['dynamodb:DeleteItem'],
  'dynamodb:Get': ['dynamodb:GetItem'],
  'dynamodb:Put': ['dynamodb:PutItem'],
  // A transaction needs what its writes need, and nothing of its own (developer guide, transaction-apis-iam).
  'dynamodb:TransactWrite delete': ['dynamodb:DeleteItem'],
  'dynamodb:TransactWrite put': ['dynamodb:PutItem'],
  'dynamodb:Update': ['dynamodb:UpdateItem'],
  'ssm:CreateOpsItem': ['ssm:CreateOpsItem', 'ssm:AddTagsToResource'],
};

/** `RequestCertificate` of `acm` needs two. `service` is IAM's prefix. */
export function actionsBehind(service: string, operation: string): readonly string[] {
  return ACTIONS[`${service}:${operation}`] ?? [`${service}:${operation}`];
}
