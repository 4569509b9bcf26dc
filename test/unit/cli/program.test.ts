import { certs, testService } from '../../support/unit/terminal.ts';

const SITE = {
  siteId: 'acme',
  apiKey: '3_AcmeKey1',
  partnerId: 'acme',
  name: 'Acme Stores',
  dataCenter: 'us1',
  trustedSiteUrls: ['https://www.example.com'],
  contacts: [],
  createdAt: '2026-11-21T09:00:00.000Z',
  apiDomainPrefix: null,
  cnameTarget: 'acme.sslproxy.us1.gigya.com',
  trustedDomains: [
    { domain: 'www.example.com', eligible: true },
    { domain: 'localhost', eligible: false, why: 'localhost is not a public name' },
  ],
};
const MISSING = {
  alias: 'login.www.example.com',
  conditions: {
    dns: {
      status: 'False',
      reason: 'CnameMissing',
      message: 'login.www.example.com has no DNS record.',
      remedy: 'Whoever manages the DNS of example.com adds the record.',
      actor: 'customer DNS',
      lastChange: '2026-11-21T09:00:00.000Z',
      facts: {},
    },
  },
};

const problem = (status: number, code: string, more: object = {}) => ({
  status,
  body: { status, code, detail: `It is ${code}.`, remedy: 'Do this.', callId: 'call-1', ...more },
});

describe('used wrongly', () => {
  it.each([
    ['sitez', /^error: unknown command 'sitez'\n\(Did you mean sites\?\)/],
    ['sites get', /^error: missing required argument 'site'/],
    ['generate acme login --method carrier-pigeon', /Allowed choices are email, dns/],
    ['status acme --timeout 10m', /^--timeout goes with --wait/],
    ['status acme --cursor abc', /^--cursor goes with --all/],
    ['status acme --wait --timeout soon', /^--timeout takes a number and s, m, h or d, as in 10m; it was given "soon"/],
    ['runbook make-coffee --request req-1', /Allowed choices are move-cname-ownership/],
    ['tickets resolve oi-1', /required option '--note <text>' not specified/],
  ])('ends %s with 2 and says why on standard error', async (line, said) => {
    const service = await testService({
      'GET /sites/acme/certificates': { body: { certificates: [{ requestId: 'req-1' }] } },
      'GET /sites/acme/certificates/req-1': { body: { requestId: 'req-1', siteId: 'acme' } },
    });
    const ran = await certs(line, service.profile);
    expect(ran).toMatchObject({ exit: 2, output: '' });
    expect(ran.errors).toMatch(said);
    await service.close();
  });

  it('says what to do when no deployment is known', async () => {
    expect(await certs('sites')).toMatchObject({
      exit: 2,
      errors: expect.stringContaining('`npm start` writes the profile "local"'),
    });
  });

  it('tells the exit codes with --help, which is no failure', async () => {
    const ran = await certs('--help');
    expect(ran.exit).toBe(0);
    expect(ran.output).toContain(
      'Exit codes: 0 done, 2 used wrongly, 3 a person must act, 4 failed or refused, 5 not there in time',
    );
  });
});

describe('refused', () => {
  it.each([
    [problem(400, 'InvalidParameter'), 2],
    [problem(404, 'SiteUnknown'), 4],
    [problem(409, 'PreflightFailed'), 3],
    [problem(409, 'RequestRunning'), 4],
    [problem(503, 'AwsThrottled'), 4],
  ])('ends %j with %i', async (answer, exit) => {
    const service = await testService({ 'POST /sites/acme/certificates': answer });
    expect((await certs('generate acme login', service.profile)).exit).toBe(exit);
    await service.close();
  });

  it('says what, each field, the remedy and the call', async () => {
    const fields = [{ field: 'prefix', problem: 'must not be empty' }];
    const service = await testService({ 'POST /sites/acme/preflight': problem(400, 'InvalidParameter', { fields }) });
    expect(await certs('preflight acme login', service.profile)).toMatchObject({
      output: '',
      errors: 'It is InvalidParameter.\n  prefix must not be empty\nDo this.\ncall call-1\n',
    });
    await service.close();
  });

  it('says what was found where names are not ready', async () => {
    const findings = { clean: false, blocked: [MISSING.alias], aliases: [MISSING] };
    const service = await testService({
      'POST /sites/acme/certificates': problem(409, 'PreflightFailed', { findings }),
    });
    expect((await certs('generate acme login', service.profile)).errors).toBe(
      [
        'It is PreflightFailed.',
        '  ✗ login.www.example.com: login.www.example.com has no DNS record.',
        '      Whoever manages the DNS of example.com adds the record.',
        'Do this.',
        'call call-1\n',
      ].join('\n'),
    );
    await service.close();
  });

  it('puts the whole problem on standard output with --json', async () => {
    const service = await testService({ 'GET /sites/acme': problem(404, 'SiteUnknown') });
    const ran = await certs('sites get acme --json', service.profile);
    expect(JSON.parse(ran.output)).toEqual(problem(404, 'SiteUnknown').body);
    expect(ran.errors).toBe('');
    await service.close();
  });

  it('names the doctor when nobody answers', async () => {
    const service = await testService({});
    await service.close();
    const ran = await certs('sites', service.profile);
    expect(ran.exit).toBe(4);
    expect(ran.errors).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)\.\nTo find out why: {2}certs doctor\n$/,
    );
  });
});

describe('answers', () => {
  it('lists sites in columns, or as the service said it', async () => {
    const service = await testService({ 'GET /sites': { body: { sites: [SITE] } } });
    const ran = await certs('sites', service.profile);
    expect(ran.output).toBe('SITE  AT   PREFIX  NAME\nacme  us1  -       Acme Stores\n');
    expect(JSON.parse((await certs('--json sites', service.profile)).output)).toEqual({ sites: [SITE] });
    await service.close();
  });

  it('shows a site with the domains that can get no certificate, and why', async () => {
    const service = await testService({ 'GET /sites/acme': { body: SITE } });
    expect((await certs('sites get acme', service.profile)).output).toBe(
      [
        'acme  Acme Stores, us1',
        '  API key        3_AcmeKey1, of partner acme',
        '  active prefix  none',
        '  CNAME target   acme.sslproxy.us1.gigya.com',
        '  contacts       none',
        '  ✓ www.example.com',
        '  - localhost: localhost is not a public name\n',
      ].join('\n'),
    );
    await service.close();
  });

  it('registers a site with all its URLs and contacts', async () => {
    const service = await testService({ 'PUT /sites/acme': { body: SITE } }); // to GET it answers 404
    const options =
      '--name Acme --api-key 3_AcmeKey1 --partner acme --data-center us1 --url https://a.example https://b.example --contact ann@a.example';
    expect((await certs(`sites register acme ${options}`, service.profile)).exit).toBe(0);
    expect(service.asked[1]?.body).toEqual({
      name: 'Acme',
      apiKey: '3_AcmeKey1',
      partnerId: 'acme',
      dataCenter: 'us1',
      trustedSiteUrls: ['https://a.example', 'https://b.example'],
      contacts: ['ann@a.example'],
    });
    await service.close();
  });

  const KNOWN = {
    name: 'Acme Stores',
    apiKey: '3_AcmeKey1',
    partnerId: 'acme',
    dataCenter: 'us1',
    trustedSiteUrls: ['https://www.example.com'],
    contacts: ['ann@example.com'],
    ssoGroup: 'stores',
    webhookUrl: 'https://hooks.example.com/',
  };
  it.each([
    ['--name Acme', { ...KNOWN, name: 'Acme' }],
    ['--url https://a.example', { ...KNOWN, trustedSiteUrls: ['https://a.example'] }],
    ['--contact bob@example.com', { ...KNOWN, contacts: ['bob@example.com'] }],
    ['--no-contact', { ...KNOWN, contacts: [] }],
    ['--no-sso-group', { ...KNOWN, ssoGroup: undefined }],
    ['--no-webhook', { ...KNOWN, webhookUrl: undefined }],
  ])('changes of a known site what %s names, and nothing else', async (options, sent) => {
    const site = { ...SITE, ...KNOWN };
    const service = await testService({ 'GET /sites/acme': { body: site }, 'PUT /sites/acme': { body: site } });
    expect((await certs(`sites register acme ${options}`, service.profile)).exit).toBe(0);
    expect(service.asked[1]?.body).toEqual(sent);
    await service.close();
  });

  it('sends back what it cannot show as it is', async () => {
    const trustedSiteUrls = ['https://www.example.com\r', 'https://shop\u202e.example.com'];
    const site = { ...SITE, ...KNOWN, trustedSiteUrls };
    const service = await testService({ 'GET /sites/acme': { body: site }, 'PUT /sites/acme': { body: site } });
    const { exit, output } = await certs('sites register acme --name Acme', service.profile);
    expect(exit).toBe(0);
    expect(service.asked[1]?.body).toMatchObject({ trustedSiteUrls });
    expect(output).not.toContain('\u202e');
    await service.close();
  });

  it('registers no site that lacks a name, and says what one needs', async () => {
    const service = await testService({});
    expect(await certs('sites register acme --url https://a.example', service.profile)).toMatchObject({
      exit: 2,
      errors: 'acme is not registered yet.\nA new site needs --name, --api-key, --data-center and --url.\n',
    });
    expect(service.targets()).toEqual(['GET /sites/acme']);
    await service.close();
  });

  it('changes nothing of a site that it cannot read', async () => {
    const service = await testService({ 'GET /sites/acme': problem(403, 'PermissionDenied') });
    expect((await certs('sites register acme --name Acme', service.profile)).exit).toBe(4);
    expect(service.targets()).toEqual(['GET /sites/acme']);
    await service.close();
  });

  it.each([
    ['activate acme login', 'PUT /sites/acme/prefix', { prefix: 'login' }],
    ['deactivate acme', 'DELETE /sites/acme/prefix', {}],
    ['cancel acme req-1', 'POST /sites/acme/certificates/req-1/cancel', {}],
    ['check-again acme req-1', 'POST /sites/acme/certificates/req-1/check-again', {}],
    ['migrate-to-dns acme req-1', 'POST /sites/acme/certificates/req-1/migrate-to-dns', {}],
    ['ask-for-help acme req-1', 'POST /sites/acme/certificates/req-1/ask-for-help', {}],
    ['tickets note oi-1 seen --case-id case-7', 'POST /tickets/oi-1/notes', { text: 'seen', supportCaseId: 'case-7' }],
    ['tickets resolve oi-1 --note moved', 'POST /tickets/oi-1/resolve', { decision: 'resolve', note: 'moved' }],
    ['tickets hand-back oi-1 --note yours', 'POST /tickets/oi-1/resolve', { decision: 'handBack', note: 'yours' }],
    ['tickets give-up oi-1 --note no', 'POST /tickets/oi-1/resolve', { decision: 'giveUp', note: 'no' }],
  ])('%s asks %s', async (line, target, body) => {
    const service = await testService({ [target]: { body: { ...SITE, looking: true } } });
    expect((await certs(line, service.profile)).exit).toBe(0);
    expect(service.asked).toMatchObject([{ target, body }]);
    await service.close();
  });

  it('says 3 for a preflight with findings, and 0 for a clean one', async () => {
    const found = { clean: false, blocked: [MISSING.alias], aliases: [MISSING] };
    const clean = {
      clean: true,
      blocked: [],
      aliases: [{ alias: MISSING.alias, conditions: { dns: { ...MISSING.conditions.dns, status: 'True' } } }],
    };
    const service = await testService({ 'POST /sites/acme/preflight': [{ body: found }, { body: clean }] });
    expect(await certs('preflight acme login --method dns', service.profile)).toMatchObject({
      exit: 3,
      output: expect.stringContaining('1 of 1 names are not ready.'),
    });
    expect(await certs('preflight acme login', service.profile)).toMatchObject({
      exit: 0,
      output: 'All 1 names are ready.\n  ✓ login.www.example.com\n',
    });
    expect(service.asked[0]?.body).toEqual({ prefix: 'login', method: 'DNS' });
    await service.close();
  });
});
