/**
 * Stands in the bundles for the SDK's search for credentials. Every client is handed them (lambdas/clients/aws.ts), so that
 * the search through files, single sign-on and metadata servers would only be weight: a tenth to a quarter of a bundle.
 */
export function defaultProvider(): never {
  throw new Error('this client was handed no credentials: make it with awsConfig');
}
