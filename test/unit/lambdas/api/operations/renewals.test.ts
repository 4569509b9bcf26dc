import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { create } from '../../../../../lambdas/api/api.ts';
import { type ApiCall, callApi, useApiScene } from '../../../../support/unit/api.ts';
import { CERTIFICATE, findings, REQUEST_ID } from '../../../../support/unit/step.ts';
import { strictMock } from '../../../../support/unit/strict-mock.ts';

const scene = useApiScene();
const events = strictMock(EventBridgeClient);
const call = (target: string, rest?: ApiCall) => callApi(scene.made(create), target, rest);
const ROUTES = findings('mail', 'MailRouteFound', (alias) => ({ validationDomain: alias.slice(6) }));
const SERVING = { status: 'ACTIVE', certificateArn: CERTIFICATE, conditions: ROUTES } as const;

describe('renewals.list', () => {
  it('tells what ends first first, a page at a time, and nothing that does not serve', async () => {
    await scene.givenSite();
    const others = { ...SERVING, aliases: ['login.example.net'] };
    await scene.givenRequest({ ...SERVING, notAfter: '2027-06-06T23:59:59.000Z' });
    await scene.givenRequest({ ...others, requestId: 'req-2', notAfter: '2027-05-01T23:59:59.000Z', method: 'DNS' });
    await scene.givenRequest({
      ...others,
      requestId: 'req-3',
      notAfter: '2027-04-01T23:59:59.000Z',
      status: 'EXPIRED',
    });
    const first = await call('GET /renewals', { query: { limit: '1' } });
    expect(first.body.renewals).toMatchObject([{ requestId: 'req-2', method: 'DNS', renewal: { clicks: 0 } }]);
    const { body } = await call('GET /renewals', { query: { limit: '1', cursor: first.body.nextCursor } });
    expect(body).toMatchObject({
      renewals: [
        {
          siteId: 'acme',
          requestId: REQUEST_ID,
          status: 'ACTIVE',
          names: 2,
          renewal: {
            state: 'PLANNED',
            opensAt: '2027-04-22T23:59:59.000Z',
            dueBy: '2027-06-05T23:59:59.000Z',
            clicks: 2,
            domains: ['example.com', 'example.org'],
          },
        },
      ],
      nextCursor: null,
    });
  });
});

describe('certificates.resend', () => {
  it('sends mails of a renewal again, for the names that wait', async () => {
    await scene.givenSite();
    events.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    const waiting = findings('approval', 'RenewalPending', () => ({}), ['login.example.org']);
    const approved = findings('approval', 'Approved', () => ({}), ['login.example.com']);
    await scene.givenRequest({
      ...SERVING,
      notAfter: '2027-06-06T23:59:59.000Z',
      conditions: [...waiting, ...approved],
    });
    const path = `POST /sites/acme/certificates/${REQUEST_ID}/resend`;
    const { status, body } = await call(path, { body: {} });
    expect([status, body.planned.map(({ alias }: { alias: string }) => alias)]).toEqual([202, ['login.example.org']]);
  });
});
