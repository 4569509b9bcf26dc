import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Status } from '../../../../core/status.ts';
import { createErrands, type Errand } from '../../../../lambdas/records/errands.ts';
import { create } from '../../../../lambdas/watch/watch.ts';
import { EXECUTION, givenMigration } from '../../../support/unit/migration.ts';
import { NOW, REQUEST_ID, useScene } from '../../../support/unit/step.ts';
import { awsError, callsOf, strictMock } from '../../../support/unit/strict-mock.ts';

const scene = useScene();
const mail = strictMock(SESv2Client);
const stepFunctions = strictMock(SFNClient);
const watch = () => scene.made(create)({ time: '2026-11-21T10:15:00Z', 'detail-type': 'Scheduled Event' });
const give = (kind: Errand['kind'], of: string) =>
  createErrands(scene.table).give({ kind, of, givenAt: NOW, dueAt: NOW });
/** What is due next where an execution was started: it is followed. */
const FOLLOWED = '2026-11-21T11:15:00.000Z';
const started = () => callsOf(stepFunctions).map(([, input]) => (input as { name: string }).name);

describe('begin', () => {
  it('starts the execution of the request, once', async () => {
    await give('begin', REQUEST_ID);
    stepFunctions.on(StartExecutionCommand).resolves({});
    await watch();
    expect(scene.nextDueAt()).toBe(FOLLOWED);
    await watch();
    expect(callsOf(stepFunctions)).toMatchObject([
      ['StartExecution', { name: REQUEST_ID, input: `{"requestId":"${REQUEST_ID}"}` }],
    ]);
  });

  it('stays due when it could not be started, and keeps no other from being done', async () => {
    await give('begin', REQUEST_ID);
    await give('begin', 'req-other');
    stepFunctions
      .on(StartExecutionCommand)
      .rejectsOnce(awsError('ServiceUnavailable', 'out', 503))
      .resolves({});
    await watch();
    expect(scene.nextDueAt()).toBe(NOW);
    await watch();
    expect(scene.nextDueAt()).toBe(FOLLOWED);
  });
});

describe('beginMigration', () => {
  it.each([
    ['starts one that was asked for and has not begun', { state: 'STARTING' } as const, [EXECUTION]],
    ['starts none that has begun', { state: 'RECORDS' } as const, []],
    ['starts none where none was stored', null, []],
  ])('%s', async (_, migration, names) => {
    await givenMigration(scene, migration);
    await give('beginMigration', REQUEST_ID);
    stepFunctions.on(StartExecutionCommand).resolves({});
    await watch();
    expect(started()).toEqual(names);
    expect(scene.nextDueAt()).toBe(names.length > 0 ? FOLLOWED : null);
  });
});

describe('beginRetirement', () => {
  it.each([
    ['AWAITING_DNS', ['acme-retire-1']],
    ['REMOVING', ['acme-retire-1']],
    ['KEPT', []],
    ['RETIRED', []],
  ] as const)('of a site that is %s starts %j', async (state, names) => {
    await scene.givenSite({ retirement: { state, execution: 'acme-retire-1' } as never });
    await give('beginRetirement', 'acme');
    stepFunctions.on(StartExecutionCommand).resolves({});
    await watch();
    expect(started()).toEqual(names);
    expect(scene.nextDueAt()).toBe(names.length > 0 ? FOLLOWED : null);
  });

  it('starts nothing where none was stored', async () => {
    await scene.givenSite();
    await give('beginRetirement', 'acme');
    await watch();
    expect(callsOf(stepFunctions)).toEqual([]);
  });
});

describe('tellOutdated', () => {
  it('writes to the contacts what the certificate lacks and what it has too much', async () => {
    await scene.givenSite({ trustedSiteUrls: ['https://example.com', 'https://example.net'] });
    await scene.givenRequest({ status: 'ACTIVE' });
    await give('tellOutdated', 'acme');
    mail.on(SendEmailCommand).resolves({});
    await watch();
    expect(callsOf(mail)).toMatchObject([
      [
        'SendEmail',
        {
          Destination: { ToAddresses: ['web-team@example.com'] },
          Content: {
            Simple: {
              Subject: {
                Data: 'Trusted domains changed: generate the certificate for prefix "login" of site acme again',
              },
            },
          },
        },
      ],
    ]);
    expect(await scene.recorded()).toMatchObject([
      { type: 'ContactsTold', set: { letters: [`domains changed at ${NOW}`] } },
    ]);
    await watch();
    expect(callsOf(mail)).toHaveLength(1);
  });

  it.each([
    ['the certificate fits again', { status: 'ACTIVE' } as const],
    ['no certificate serves any more', { status: 'RETIRED' } as const],
  ])('writes nothing when %s', async (_, request) => {
    await scene.givenSite();
    await scene.givenRequest(request);
    await give('tellOutdated', 'acme');
    await watch();
    expect(scene.nextDueAt()).toBe(null);
    expect(callsOf(mail)).toEqual([]);
  });
});

describe('tell', () => {
  const LETTER = { name: 'failure', subject: 'No certificate', text: 'Why.' } as const;
  const QUOTA = awsError('LimitExceededException', 'Daily message quota exceeded.');
  const inAnHour = () => scene.made(create)({ time: '2026-11-21T11:00:00Z', 'detail-type': 'Scheduled Event' });
  async function owe(before: Status) {
    await scene.givenSite();
    await scene.requests.owe(await scene.givenRequest({ status: before }), LETTER, new Date(NOW));
  }

  it('sends what SES did not take before, once', async () => {
    await owe('FAILED');
    mail.on(SendEmailCommand).resolves({});
    await watch();
    expect(callsOf(mail)).toEqual([]);
    await inAnHour();
    await inAnHour();
    expect(callsOf(mail)).toHaveLength(1);
    expect(await scene.recorded()).toMatchObject([{ text: 'Told web-team@example.com: No certificate' }]);
    expect(scene.nextDueAt()).toBe(null);
  });

  it('waits another hour where SES does not take it now either', async () => {
    await owe('FAILED');
    mail.on(SendEmailCommand).rejects(QUOTA);
    await inAnHour();
    expect(scene.nextDueAt()).toBe('2026-11-21T12:00:00.000Z');
    expect(await scene.recorded()).toEqual([]);
  });

  it('sends nothing to a request that has ended of what was written while it lived', async () => {
    await owe('ACTION_REQUIRED');
    const set = { status: 'CANCELED' } as const;
    await scene.requests.settle(REQUEST_ID, () => ({ type: 'Ended', at: NOW, by: 'ann', text: 'x', set }));
    await inAnHour();
    expect(callsOf(mail)).toEqual([]);
    expect(scene.nextDueAt()).toBe(null);
  });
});
