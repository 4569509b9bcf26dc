import { certs, testService } from '../../../support/unit/terminal.ts';

const CALL = { at: '2026-11-21T09:00:00.000Z', operation: 'sites.list', sourceIp: '192.0.2.7', parameters: {} };
const KNOWN = {
  ...CALL,
  principal: { kind: 'application', id: 'AKjob', partnerId: 'acme' },
  outcome: 'OK',
  siteId: 'a',
};
const REFUSED = { ...CALL, principal: null, outcome: 'WrongSecret' };

it('tells who called, and of who was not let in what the call claimed', async () => {
  const entries = [KNOWN, { ...REFUSED, claimed: 'AKold' }, { ...REFUSED, outcome: 'NotSignedIn' }];
  const service = await testService({ 'GET /audit': { body: { entries, nextCursor: null } } });
  expect(await certs('audit', service.profile)).toMatchObject({
    exit: 0,
    errors: '',
    output: [
      '2026-11-21 09:00 UTC  AKjob                        192.0.2.7  OK           sites.list a',
      '2026-11-21 09:00 UTC  nobody known, claimed AKold  192.0.2.7  WrongSecret  sites.list',
      '2026-11-21 09:00 UTC  nobody known                 192.0.2.7  NotSignedIn  sites.list\n',
    ].join('\n'),
  });
  await service.close();
});
