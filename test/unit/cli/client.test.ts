import { createClient, httpCallOf, type Problem, type Unreachable } from '../../../cli/client.ts';
import { testService } from '../../support/unit/terminal.ts';

describe('what goes where', () => {
  it('puts into the path what the path names, and the rest of a GET into the query', () => {
    const row = { method: 'GET', path: '/sites/{siteId}/trusted-domains' };
    expect(httpCallOf(row, { siteId: 'a/b c', prefix: 'log&in' })).toEqual({
      method: 'GET',
      path: '/sites/a%2Fb%20c/trusted-domains?prefix=log%26in',
    });
  });

  it('sends no query and no parameter that has no value', () => {
    const row = { method: 'GET', path: '/sites/{siteId}/trusted-domains' };
    expect(httpCallOf(row, { siteId: 'acme', prefix: undefined })).toEqual({
      method: 'GET',
      path: '/sites/acme/trusted-domains',
    });
  });

  it('puts the rest of everything else into the body', () => {
    const row = { method: 'POST', path: '/tickets/{ticketId}/notes' };
    expect(httpCallOf(row, { ticketId: 'oi-1', text: 'seen' })).toEqual({
      method: 'POST',
      path: '/tickets/oi-1/notes',
      body: { text: 'seen' },
    });
  });
});

describe('calls', () => {
  it('answers what the service answers, and shows whom it speaks for', async () => {
    const service = await testService({ 'GET /sites': { body: { sites: [] } } });
    const call = createClient({ url: `${service.profile.url}/`, authorization: 'Basic abc' });
    expect(await call('sites.list', {})).toEqual({ sites: [] });
    expect(service.asked[0]?.headers.authorization).toBe('Basic abc');
    await service.close();
  });

  it('sends the entity tag of what must still be as it was read', async () => {
    const service = await testService({
      'GET /sites/acme': { body: { siteId: 'acme' }, headers: { etag: '"one"' } },
      'PUT /sites/acme': { body: { siteId: 'acme' } },
    });
    const call = createClient(service.profile);
    const site = { siteId: 'acme', apiKey: '3_AcmeKey1', name: 'A', dataCenter: 'us1', trustedSiteUrls: ['a.example'] };
    const asRead = await call('sites.get', { siteId: 'acme' });
    await call('sites.register', site, { asRead });
    await call('sites.register', site);
    expect(service.asked.map(({ headers }) => headers['if-match'])).toEqual([undefined, '"one"', undefined]);
    await service.close();
  });

  it('throws a Problem with the words of the service', async () => {
    const body = { detail: 'There is no site acme.', code: 'SiteUnknown', remedy: 'Register it first.' };
    const service = await testService({ 'GET /sites/acme': { status: 404, body } });
    const failed = await createClient(service.profile)('sites.get', { siteId: 'acme' }).catch(
      (error: Problem) => error,
    );
    expect(failed).toMatchObject({ name: 'Problem', status: 404, message: 'There is no site acme.', details: body });
    await service.close();
  });

  it.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    [
      'a date, by the clock of the service',
      { 'retry-after': 'Sat, 21 Nov 2026 09:01:00 GMT', date: 'Sat, 21 Nov 2026 09:00:20 GMT' },
      40_000,
    ],
    [
      'a date that is past',
      { 'retry-after': 'Sat, 21 Nov 2026 09:00:00 GMT', date: 'Sat, 21 Nov 2026 09:00:20 GMT' },
      0,
    ],
    ['what is no time', { 'retry-after': 'soon' }, undefined],
    ['nothing', {}, undefined],
  ])('knows of a refusal when it may come again: %s', async (_, headers: Record<string, string>, retryAfterMs) => {
    const service = await testService({ 'GET /sites': { status: 429, body: {}, headers } });
    const refused = createClient(service.profile)('sites.list', {});
    await expect(refused).rejects.toMatchObject({ name: 'Problem', retryAfterMs });
    await service.close();
  });

  it('takes no page of a proxy for an answer', async () => {
    const page = { body: 'Welcome', headers: { 'content-type': 'text/html' } };
    const service = await testService({ 'GET /sites': page });
    const failed = createClient(service.profile)('sites.list', {});
    await expect(failed).rejects.toMatchObject({
      name: 'Problem',
      message: 'The service answered 200 without a reason.',
    });
    await service.close();
  });

  it('throws Unreachable with the reason when nobody listens', async () => {
    const service = await testService({});
    await service.close();
    const failed = await createClient(service.profile)('sites.list', {}).catch((error: Unreachable) => error);
    expect(failed).toMatchObject({ name: 'Unreachable', code: 'ECONNREFUSED' });
  });

  it('follows no redirect, which could take a secret elsewhere', async () => {
    const elsewhere = { status: 302, body: {}, headers: { location: 'http://127.0.0.1:1/api/sites' } };
    const service = await testService({ 'GET /sites': elsewhere });
    await expect(createClient(service.profile)('sites.list', {})).rejects.toMatchObject({ name: 'Unreachable' });
    await service.close();
  });
});
