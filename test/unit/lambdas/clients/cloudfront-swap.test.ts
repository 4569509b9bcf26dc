import {
  CloudFrontClient,
  CNAMEAlreadyExists,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
} from '@aws-sdk/client-cloudfront';
import { createCloudFront, type Served } from '../../../../lambdas/clients/cloudfront.ts';
import { strictMock } from '../../../support/unit/strict-mock.ts';

const mock = strictMock(CloudFrontClient);
const cloudFront = createCloudFront({
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'a',
  AWS_SECRET_ACCESS_KEY: 's',
  TABLE_NAME: 'certificates',
});

function givenServing(certificateArn: string, ...aliases: string[]): void {
  mock.on(GetDistributionConfigCommand).resolves({
    ETag: 'E2',
    DistributionConfig: {
      Aliases: { Quantity: aliases.length, Items: aliases },
      ViewerCertificate: { ACMCertificateArn: certificateArn },
    } as never,
  });
  mock.on(UpdateDistributionCommand).resolves({});
}
/** Certificate and aliases of each update. */
const written = () =>
  mock.commandCalls(UpdateDistributionCommand).map(({ args: [{ input }] }) => ({
    certificate: input.DistributionConfig?.ViewerCertificate?.ACMCertificateArn ?? null,
    aliases: input.DistributionConfig?.Aliases?.Items ?? [],
  }));

describe('to attach', () => {
  let remembered: Served[];
  beforeEach(() => {
    remembered = [];
  });
  const attach = (names: string[], offAir: string[]) =>
    cloudFront.attachCertificate('E1', { certificateArn: 'new', names, offAir }, async (served) => {
      remembered.push(served);
    });

  it('swaps the certificate and drops what it does not name in one update, and tells what was there', async () => {
    givenServing('old', 'a.example', 'b.example');
    expect(await attach(['a.example', 'c.example'], ['b.example'])).toEqual([]);
    expect(written()).toEqual([{ certificate: 'new', aliases: ['a.example'] }]);
    expect(remembered).toEqual([{ certificateArn: 'old', aliases: ['a.example', 'b.example'] }]);
  });

  it('changes nothing where a name would go that is not consented to, and says which', async () => {
    givenServing('old', 'a.example', 'b.example', 'd.example');
    expect(await attach(['a.example'], ['b.example'])).toEqual(['d.example']);
    expect([written(), remembered]).toEqual([[], []]);
  });

  it('changes nothing when all is done', async () => {
    givenServing('new', 'a.example');
    expect(await attach(['a.example'], [])).toEqual([]);
    expect(written()).toEqual([]);
  });

  it('drops names from under a certificate that stays', async () => {
    givenServing('new', 'a.example', 'b.example');
    await attach(['a.example'], ['b.example']);
    expect(written()).toEqual([{ certificate: 'new', aliases: ['a.example'] }]);
  });
});

describe('to detach', () => {
  const before = { certificateArn: 'old', aliases: ['a.example', 'b.example'] };
  const detach = () => cloudFront.detachCertificate('E1', 'new', ['a.example', 'c.example'], before);

  it('brings back the certificate and the names that were dropped, and takes off those that came', async () => {
    givenServing('new', 'a.example', 'c.example');
    expect(await detach()).toEqual([]);
    expect(written()).toEqual([{ certificate: 'old', aliases: ['a.example', 'b.example'] }]);
  });

  it('brings the certificate back at any rate, where CloudFront does not take a dropped name', async () => {
    givenServing('new', 'a.example', 'c.example');
    const held = new CNAMEAlreadyExists({ message: 'held', $metadata: {} });
    mock.on(UpdateDistributionCommand).rejectsOnce(held).resolves({});
    expect(await detach()).toEqual(['b.example']);
    expect(written()).toEqual([
      { certificate: 'old', aliases: ['a.example', 'b.example'] },
      { certificate: 'old', aliases: ['a.example'] },
    ]);
  });

  it('changes nothing when another certificate is on it', async () => {
    givenServing('old', 'a.example', 'b.example');
    expect(await detach()).toEqual([]);
    expect(written()).toEqual([]);
  });
});
