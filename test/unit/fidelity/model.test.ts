/** The check against botocore's models, where botocore is; elsewhere nothing of it can be tried. */
import { type Driver, startDriver, versions } from '../../../fidelity/peers.ts';

const whereBotocoreIs = versions().boto3 ? it : it.skip;
let driver: Driver | undefined;

beforeAll(() => {
  if (versions().boto3) driver = startDriver();
});
afterAll(() => driver?.close());

async function breaches(operation: string, body: string, { service = 'acm', status = 200 } = {}) {
  const answer = { service, operation, status, headers: {}, body: Buffer.from(body).toString('base64') };
  return (await driver?.judge(answer))?.breaches;
}

whereBotocoreIs('finds nothing wrong with an answer as the model has it', async () => {
  expect(await breaches('ListTagsForCertificate', '{"Tags":[{"Key":"a","Value":"b"}]}')).toEqual([]);
});

whereBotocoreIs('tells members, types and lengths that the model does not have', async () => {
  const text = '{"Tags":[{"Key":"","Value":7,"Colour":"red"}],"More":true}';
  expect(await breaches('ListTagsForCertificate', text)).toEqual([
    'Tags[].Key: a length of 0 is not that of TagKey',
    'Tags[].Value: 7 is no text',
    'Tags[].Colour: Tag has no such member',
    'More: ListTagsForCertificateResponse has no such member',
  ]);
});

whereBotocoreIs('tells errors that the operation does not declare, and their status', async () => {
  const error = (name: string) => JSON.stringify({ __type: name, message: 'no' });
  const ended = (name: string, status: number) => breaches('ListTagsForCertificate', error(name), { status });
  expect(await ended('ResourceNotFoundException', 400)).toEqual([]);
  expect(await ended('ResourceNotFoundException', 404)).toEqual(['status 404 of ResourceNotFoundException, not 400']);
  expect(await ended('ConflictException', 400)).toEqual([
    'error ConflictException is not declared by ListTagsForCertificate',
  ]);
});

whereBotocoreIs('reads XML as it reads JSON', async () => {
  const root =
    '<GetChangeResponse><ChangeInfo><Id>C1</Id><Status>DONE</Status><Colour/></ChangeInfo></GetChangeResponse>';
  expect(await breaches('GetChange', root, { service: 'route53' })).toEqual([
    'GetChangeResponse.ChangeInfo.Status: DONE is not of ChangeStatus',
    'GetChangeResponse.ChangeInfo.Colour: ChangeInfo has no such member',
    'GetChangeResponse.ChangeInfo: SubmittedAt is required',
  ]);
});
