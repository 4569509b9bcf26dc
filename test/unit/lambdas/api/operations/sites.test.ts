import { CloudFrontClient, CreateDistributionWithTagsCommand } from '@aws-sdk/client-cloudfront';
import { ListResourceRecordSetsCommand, Route53Client } from '@aws-sdk/client-route-53';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beginRenewal } from '../../../../../core/renewal.ts';
import { create } from '../../../../../lambdas/api/api.ts';
import { createApiKeys } from '../../../../../lambdas/records/api-keys.ts';
import { type ApiCall, CALLER, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { givenRetiring } from '../../../../support/unit/retirement.ts';
import { findings, NOW, REQUEST_ID, SITE } from '../../../../support/unit/step.ts';
import { strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const cloudFront = strictMock(CloudFrontClient);
const route53 = strictMock(Route53Client);
const sfn = strictMock(SFNClient);
const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);

const SHOWN = {
  siteId: 'acme',
  apiKey: '3_AcmeStoresKey',
  partnerId: 'acme-stores',
  name: 'Acme Stores',
  dataCenter: 'us1',
  trustedSiteUrls: ['https://example.com', 'https://example.org'],
  contacts: ['web-team@example.com'],
  createdAt: '2026-11-20T09:00:00.000Z',
  apiDomainPrefix: null,
  cnameTarget: 'acme.sslproxy.us1.gigya.com',
  retirement: null,
  trustedDomains: [
    { domain: 'example.com', eligible: true },
    { domain: 'example.org', eligible: true },
  ],
};

describe('sites.register', () => {
  const BODY = {
    apiKey: '3_AcmeStoresKey',
    partnerId: 'acme-stores',
    name: 'Acme Stores',
    dataCenter: 'us1',
    trustedSiteUrls: ['https://example.com', 'https://example.org'],
    contacts: ['web-team@example.com'],
  };
  beforeEach(() => {
    cloudFront.on(CreateDistributionWithTagsCommand).resolves({
      Distribution: { Id: 'E1ACME2EXAMPLE', DomainName: 'd111.cloudfront.net' } as never,
    });
    const record = {
      Name: 'acme.sslproxy.us1.gigya.com.',
      Type: 'CNAME' as const,
      ResourceRecords: [{ Value: 'd111.cloudfront.net' }],
    };
    route53.on(ListResourceRecordSetsCommand).resolves({ ResourceRecordSets: [record] });
  });

  it('makes the target of a new site and shows it', async () => {
    const { status, body } = await call('PUT /sites/acme', { body: BODY });
    expect([status, body]).toEqual([200, { ...SHOWN, createdAt: NOW, certificateOutdated: null }]);
  });

  it('changes URLs, name and contacts of a known site, and makes no second distribution', async () => {
    await call('PUT /sites/acme', { body: BODY });
    const changed = { ...BODY, name: 'Acme Ltd', trustedSiteUrls: ['https://example.net'] };
    const { body } = await call('PUT /sites/acme', { body: changed, now: '2026-11-22T09:00:00.000Z' });
    expect(body).toMatchObject({ name: 'Acme Ltd', trustedDomains: [{ domain: 'example.net' }], createdAt: NOW });
    expect(cloudFront.commandCalls(CreateDistributionWithTagsCommand)).toHaveLength(1);
  });

  describe('with If-Match', () => {
    const put = (name: string, ifMatch: string) =>
      call('PUT /sites/acme', { body: { ...BODY, name }, headers: { 'if-match': ifMatch } });
    const read = async () => {
      const { headers, body } = await call('GET /sites/acme');
      return { etag: headers.etag ?? '', name: body.name };
    };

    it('changes a site that is as it was read, and no other', async () => {
      await call('PUT /sites/acme', { body: BODY });
      const { etag } = await read();
      expect((await put('Mine', etag)).status).toBe(200);
      const { status, body } = await put('Yours', etag);
      expect([status, body.code, body.errorCode, body.detail, body.remedy]).toEqual([
        412,
        'PreconditionFailed',
        412001,
        'Nothing was changed: site acme was changed since you read it.',
        'Read it again, make your change to what it says now, and send that.',
      ]);
      const now = await read();
      expect(now.name).toBe('Mine');
      expect((await put('Yours', now.etag)).body.name).toBe('Yours');
    });

    it('is no conflict with itself when it is sent again', async () => {
      await call('PUT /sites/acme', { body: BODY });
      const { etag } = await read();
      await put('Mine', etag);
      expect(await put('Mine', etag)).toMatchObject({ status: 200, body: { name: 'Mine' } });
    });

    it.each(['*', '"any"'])('%s registers nothing, and claims no API key', async (ifMatch) => {
      const { status, body } = await put('Mine', ifMatch);
      expect([status, body.detail]).toEqual([412, 'Nothing was changed: site acme does not exist.']);
      expect(await createApiKeys(scene.table).find(BODY.apiKey)).toBeUndefined();
    });

    it('* changes a site whatever it is', async () => {
      await call('PUT /sites/acme', { body: BODY });
      expect((await put('Mine', '*')).body.name).toBe('Mine');
    });

    it('is refused by operations that do not look at it', async () => {
      await scene.givenSite();
      const headers = { 'if-match': '"any"' };
      const { status, body } = await call('DELETE /sites/acme/prefix', { headers });
      expect([status, body.fields]).toEqual([400, [{ field: 'If-Match', problem: 'is not taken by this operation' }]]);
    });
  });

  it.each([
    ['API key', { apiKey: '3_AnotherOne' }, 'apiKey'],
    ['partner', { partnerId: 'other-shop' }, 'partnerId'],
  ])('refuses to give a site another %s', async (_, changes, field) => {
    await call('PUT /sites/acme', { body: BODY });
    const { status, body } = await call('PUT /sites/acme', { body: { ...BODY, ...changes } });
    expect([status, body.code, body.detail]).toEqual([
      409,
      'SiteChanged',
      `Site acme exists with another ${field}, which cannot be changed.`,
    ]);
  });

  it.each([
    ['of another site', '3_AcmeStoresKey'],
    ['of the console itself', '3_VendorConsoleKey'],
  ])('refuses the API key %s', async (_, apiKey) => {
    await call('PUT /sites/acme', { body: BODY });
    const { status, body } = await call('PUT /sites/second', { body: { ...BODY, apiKey } });
    expect([status, body.code]).toEqual([409, 'ApiKeyTaken']);
    expect((await call('GET /sites/second')).status).toBe(404);
  });

  it('needs to be told by the vendor whose site it is', async () => {
    const { partnerId: _, ...body } = BODY;
    const answer = await call('PUT /sites/acme', { body });
    expect([answer.status, answer.body.fields[0].field]).toEqual([400, 'partnerId']);
  });

  it('keeps SSO group and webhook until they are left out', async () => {
    const settings = { ssoGroup: 'shops', webhookUrl: 'https://hooks.example.com/certificates' };
    expect((await call('PUT /sites/acme', { body: { ...BODY, ...settings } })).body).toMatchObject(settings);
    const { body } = await call('PUT /sites/acme', { body: BODY });
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['ssoGroup']));
    expect(Object.keys(body)).not.toEqual(expect.arrayContaining(['webhookUrl']));
  });

  it.each(['http://hooks.example.com', 'https://ann:secret@hooks.example.com', 'https://a.example#x', 'nowhere'])(
    'refuses the webhook %s',
    async (webhookUrl) => {
      const { status, body } = await call('PUT /sites/acme', { body: { ...BODY, webhookUrl } });
      expect([status, body.fields[0].field]).toEqual([400, 'webhookUrl']);
    },
  );

  it('refuses a data center that provisions nothing', async () => {
    const { status, body } = await call('PUT /sites/acme', { body: { ...BODY, dataCenter: 'ru1' } });
    expect([status, body.code, body.errorCode]).toEqual([400, 'DataCenterUnsupported', 400011]);
    expect(body.detail).toContain('only available in the data centers us1, eu1 and au1, not in ru1.');
  });

  it('refuses to move a site to another data center', async () => {
    await call('PUT /sites/acme', { body: BODY });
    const { status, body } = await call('PUT /sites/acme', { body: { ...BODY, dataCenter: 'eu1' } });
    expect([status, body.code, body.detail]).toEqual([
      409,
      'SiteChanged',
      'Site acme exists with another dataCenter, which cannot be changed.',
    ]);
  });
});

describe('sites.get and sites.list', () => {
  it('show a site', async () => {
    await scene.givenSite();
    expect((await call('GET /sites/acme')).body).toEqual({ ...SHOWN, certificateOutdated: null });
    expect((await call('GET /sites')).body).toEqual({ sites: [SHOWN], nextCursor: null });
  });

  it('show sites as long as they can be, in pages that fit into an answer of Lambda', async () => {
    const path = '/"'.repeat(1000);
    for (let n = 0; n < 20; n++) {
      const trustedSiteUrls = Array.from({ length: 100 }, (_, url) => `https://s${url}.example.com${path}`);
      await scene.givenSite({ siteId: `site-${String(n).padStart(2, '0')}`, trustedSiteUrls });
    }
    const api = scene.made(create);
    const seen: string[] = [];
    let query = {};
    do {
      const { status, body } = await callApi(api, 'GET /sites', { query });
      expect(status).toBe(200);
      expect(JSON.stringify(JSON.stringify(body)).length).toBeLessThan(6_000_000);
      seen.push(...body.sites.map(({ siteId }: { siteId: string }) => siteId));
      query = body.nextCursor === null ? {} : { cursor: body.nextCursor };
    } while ('cursor' in query);
    expect([seen.length, seen[0], seen.at(-1)]).toEqual([20, 'site-00', 'site-19']);
  });

  it('show no target before the distribution behind it exists', async () => {
    const { distribution: _, ...site } = SITE;
    await scene.sites.add(site);
    expect((await call('GET /sites/acme')).body.cnameTarget).toBeNull();
  });

  it.each([
    'GET /sites/acme',
    'GET /sites/acme/trusted-domains',
    'GET /sites/acme/certificates',
    'DELETE /sites/acme/prefix',
  ])('know no site that is not there: %s', async (target) => {
    const { status, body } = await call(target);
    expect([status, body.code, body.detail]).toEqual([404, 'SiteUnknown', 'There is no site acme.']);
  });
});

describe('sites.ssoCoverage', () => {
  it('tells which sites of the group lack an active prefix', async () => {
    const inGroup = { ssoGroup: 'shops' };
    await scene.givenSite({ ...inGroup, apiDomainPrefix: 'login' });
    await scene.givenSite({ ...inGroup, siteId: 'outlet', name: 'Outlet' });
    await scene.givenSite({ siteId: 'alone' });
    await scene.givenSite({ ...inGroup, siteId: 'stranger', partnerId: 'other-shop' });
    const { status, body } = await call('GET /sites/acme/sso-coverage');
    expect([status, body]).toEqual([
      200,
      {
        ssoGroup: 'shops',
        sites: [
          { siteId: 'acme', name: 'Acme Stores', apiDomainPrefix: 'login' },
          { siteId: 'outlet', name: 'Outlet', apiDomainPrefix: null },
        ],
        lacking: ['outlet'],
      },
    ]);
    expect((await call('GET /sites/alone/sso-coverage')).body).toEqual({ ssoGroup: null, sites: [], lacking: [] });
  });
});

describe('sites.listTrustedDomains', () => {
  it('says which domains can get a certificate and why not, and what to add for a prefix', async () => {
    await scene.givenSite({ trustedSiteUrls: ['https://example.com', 'http://localhost:3000'] });
    const { body } = await call('GET /sites/acme/trusted-domains', { query: { prefix: 'login' } });
    expect(body).toEqual({
      trustedDomains: [
        { domain: 'example.com', eligible: true },
        { domain: 'localhost', eligible: false, why: 'localhost is not a public name' },
      ],
      cnameTarget: 'acme.sslproxy.us1.gigya.com',
      aliases: ['login.example.com'],
      records: [{ name: 'login.example.com', type: 'CNAME', value: 'acme.sslproxy.us1.gigya.com' }],
      zoneFile: 'login.example.com. 300 IN CNAME acme.sslproxy.us1.gigya.com.',
    });
  });

  it('shows no aliases without a prefix', async () => {
    await scene.givenSite();
    expect((await call('GET /sites/acme/trusted-domains')).body).toMatchObject({ aliases: [], zoneFile: '' });
  });
});

describe('sites.setPrefix', () => {
  const set = () => call('PUT /sites/acme/prefix', { body: { prefix: 'login' } });

  it('saves the prefix of a certificate that serves every alias', async () => {
    await scene.givenSite();
    await scene.givenRequest({ status: 'READY', waitingOn: 'site admin' });
    expect(await set()).toMatchObject({ status: 200, body: { apiDomainPrefix: 'login' } });
    expect(await scene.recorded()).toEqual([
      {
        type: 'Activated',
        at: NOW,
        by: CALLER,
        text: `${CALLER} saved the prefix login.`,
        set: { status: 'ACTIVE', waitingOn: 'nobody' },
      },
    ]);
  });

  it('is the same when asked twice', async () => {
    await scene.givenSite();
    await scene.givenRequest({ status: 'READY' });
    await set();
    expect((await set()).status).toBe(200);
    expect(await scene.recorded()).toHaveLength(1);
  });

  it('saves none while a name of it is off the air, and activates nothing', async () => {
    await scene.givenSite();
    const [alias, name] = ['login.example.org', 'serving'] as const;
    const conditions = [{ alias, name, finding: { reason: 'TakenOffAir', facts: { alias } } } as const];
    await scene.givenRequest({ status: 'READY', conditions });
    const { status, body } = await set();
    const detail = 'Prefix login cannot be saved yet: login.example.org does not serve now.';
    expect([status, body.code, body.detail]).toEqual([409, 'NotReady', detail]);
    expect(await scene.recorded()).toEqual([]);
    expect((await scene.sites.require('acme')).apiDomainPrefix).toBeUndefined();
  });

  it.each([
    ['no certificate was requested', undefined, 'no certificate was requested for it'],
    ['its request has been canceled', { status: 'CANCELED' as const }, `request ${REQUEST_ID} has ended (CANCELED)`],
    [
      'its request has failed',
      { status: 'FAILED' as const, failure: { reason: 'ValidationTimedOut' as const, facts: {} } },
      `request ${REQUEST_ID} has ended (FAILED, ValidationTimedOut)`,
    ],
    ['the request is on its way', { step: 'AwaitValidation' }, `request ${REQUEST_ID} is at AwaitValidation`],
    [
      'a trusted domain is not covered',
      { status: 'READY' as const, aliases: ['login.example.com'] },
      'the certificate does not cover login.example.org',
    ],
  ])('refuses while %s', async (_, request, why) => {
    await scene.givenSite();
    if (request) await scene.givenRequest(request);
    const { status, body } = await set();
    expect([status, body.code, body.detail]).toEqual([409, 'NotReady', `Prefix login cannot be saved yet: ${why}.`]);
    expect((await scene.sites.require('acme')).apiDomainPrefix).toBeUndefined();
  });
});

const ASKED = { waitingOn: 'mailbox owner', deadline: '2027-06-05T23:59:59.000Z' } as const;

/** ACTIVE, and its renewal waits for a click. */
function givenAsked() {
  const notAfter = '2027-06-06T23:59:59.000Z';
  const renewal = { ...beginRenewal(notAfter, new Date('2027-04-22T23:59:59Z')), round: 1 };
  const conditions = findings('approval', 'RenewalPending', () => ({}));
  return scene.givenRequest({ status: 'ACTIVE', notAfter, renewal, conditions, ...ASKED });
}

describe('sites.retire', () => {
  it('deactivates the prefix, and leaves the turn to a renewal that waits for people', async () => {
    sfn.on(StartExecutionCommand).resolves({});
    sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
    await scene.givenSite({ apiDomainPrefix: 'login' });
    await givenAsked();
    expect(await call('POST /sites/acme/retire')).toMatchObject({ status: 202, body: { apiDomainPrefix: null } });
    expect(await scene.request()).toMatchObject({ status: 'READY', ...ASKED });
  });
});

describe('sites.keep', () => {
  it('says of what serves that its prefix may be saved again', async () => {
    await givenRetiring(scene);
    await scene.givenRequest({ status: 'READY', waitingOn: 'nobody' });
    const keep = () => call('POST /sites/acme/keep');
    expect(await keep()).toMatchObject({ status: 200, body: { retirement: { state: 'KEPT' } } });
    await keep();
    expect(await scene.recorded()).toEqual([
      { type: 'Kept', at: NOW, by: CALLER, text: `${CALLER} keeps the site.`, set: { waitingOn: 'site admin' } },
    ]);
  });
});

describe('sites.clearPrefix', () => {
  it('takes the prefix out; the certificate stays READY', async () => {
    await scene.givenSite({ apiDomainPrefix: 'login' });
    await scene.givenRequest({ status: 'ACTIVE' });
    expect(await call('DELETE /sites/acme/prefix')).toMatchObject({ status: 200, body: { apiDomainPrefix: null } });
    expect(await scene.recorded()).toMatchObject([{ type: 'Deactivated', set: { status: 'READY' } }]);
    expect(await scene.request()).toMatchObject({ status: 'READY', waitingOn: 'site admin', deadline: null });
  });

  it('leaves the turn to a renewal that waits for people', async () => {
    await scene.givenSite({ apiDomainPrefix: 'login' });
    await givenAsked();
    await call('DELETE /sites/acme/prefix');
    expect(await scene.request()).toMatchObject({ status: 'READY', ...ASKED });
  });

  it('refuses where none is active', async () => {
    await scene.givenSite();
    const { status, body } = await call('DELETE /sites/acme/prefix');
    expect([status, body.code]).toEqual([409, 'PrefixNotSet']);
  });
});
