import * as cloudfront from '@aws-sdk/client-cloudfront';
import { createRoute } from '../../../../../local/aws/wire/routes.ts';
import { operationsOf, type StaticOperationSchema } from '../../../../../local/aws/wire/schemas.ts';

const client = new cloudfront.CloudFrontClient({ region: 'us-east-1' });
const route = createRoute(operationsOf({ name: 'cloudfront', module: cloudfront, client, handlers: {} }));

it.each([
  ['GET', '/2020-05-31/distribution', '', 'ListDistributions', {}],
  ['POST', '/2020-05-31/distribution', '', 'CreateDistribution', {}],
  ['POST', '/2020-05-31/distribution', 'WithTags', 'CreateDistributionWithTags', {}],
  ['GET', '/2020-05-31/distribution/E1', '', 'GetDistribution', { Id: 'E1' }],
  ['GET', '/2020-05-31/distribution/E1/config', '', 'GetDistributionConfig', { Id: 'E1' }],
  ['PUT', '/2020-05-31/distribution/E1/associate-alias', 'Alias=a', 'AssociateAlias', { TargetDistributionId: 'E1' }],
  ['POST', '/2020-05-31/tagging', 'Operation=Tag&Resource=arn', 'TagResource', {}],
  ['POST', '/2020-05-31/tagging', 'Operation=Untag&Resource=arn', 'UntagResource', {}],
])('takes %s %s?%s for %s%s', (method, path, query, operation, labels) => {
  const match = route(method, path, new URLSearchParams(query));
  expect([match?.operation[2], match?.labels]).toEqual([operation, labels]);
});

it('takes no other method, path or deeper path', () => {
  const nothing = new URLSearchParams();
  expect(route('PATCH', '/2020-05-31/distribution/E1', nothing)).toBeUndefined();
  expect(route('GET', '/2019-03-26/distribution/E1', nothing)).toBeUndefined();
  expect(route('GET', '/2020-05-31/distribution/E1/config/more', nothing)).toBeUndefined();
});

it('gives a greedy label the rest of the path, and a literal segment the precedence', () => {
  const operation = (name: string, path: string): StaticOperationSchema => [
    9,
    'test',
    name,
    { http: ['GET', path, 200] },
    'unit',
    'unit',
  ];
  const paths = createRoute([operation('Get', '/files/{Path+}'), operation('List', '/files/all')]);
  expect(paths('GET', '/files/a/b%2Fc', new URLSearchParams())?.labels).toEqual({ Path: 'a/b%2Fc' });
  expect(paths('GET', '/files/all', new URLSearchParams())?.operation[2]).toBe('List');
});
