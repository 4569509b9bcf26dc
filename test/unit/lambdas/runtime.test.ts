import { ServiceError } from '../../../core/errors.ts';
import { FUNCTIONS, type FunctionName, STEPS } from '../../../core/topology.ts';
import { deployed, endingStep, parkingStep, REAL_MACHINE, step } from '../../../lambdas/runtime.ts';
import { readMachine } from '../../../local/state-machine-files.ts';

const ENV = { LOG_LEVEL: 'SILENT' };
const GOOD = { requestId: 'req-1', now: '2026-11-21T10:00:00Z' };

it('hands a step its request and the time of its state', async () => {
  const handler = step('Tested', ENV, async (input) => input);
  expect(await handler(GOOD)).toEqual({
    requestId: 'req-1',
    execution: 'req-1',
    now: new Date('2026-11-21T10:00:00Z'),
  });
});

it('hands a parking step its token, and a failing request what ended it', async () => {
  const parked = parkingStep('Tested', ENV, async ({ token }) => token);
  const ending = endingStep('Tested', ENV, async (input) => input.ending);
  expect(await parked({ ...GOOD, token: 'token-1' })).toBe('token-1');
  expect(await ending({ ...GOOD, ending: { verdict: 'ended', reason: 'Canceled' } })).toMatchObject({
    reason: 'Canceled',
  });
});

it('lets errors go on under their own names', async () => {
  const error = Object.assign(new Error('busy'), { name: 'WriterBusy' });
  await expect(step('Tested', ENV, () => Promise.reject(error))(GOOD)).rejects.toBe(error);
});

describe('deployed', () => {
  const ending = (error: Error) => {
    const published: object[] = [];
    const handler = deployed(() => () => Promise.reject(error))(ENV, REAL_MACHINE, (figures) =>
      published.push(figures),
    );
    return { call: handler(GOOD), published };
  };

  it('publishes that AWS throttled a call at all its tries, and fails under the same name', async () => {
    const { call, published } = ending(new ServiceError('AwsThrottled'));
    await expect(call).rejects.toMatchObject({ name: 'AwsThrottled' });
    expect(published).toEqual([{ InvocationsThrottled: 1 }]);
  });

  it('publishes nothing of another error', async () => {
    const { call, published } = ending(new ServiceError('WriterBusy'));
    await expect(call).rejects.toMatchObject({ name: 'WriterBusy' });
    expect(published).toEqual([]);
  });
});

it('keeps tokens out of the log', async () => {
  const lines: string[] = [];
  const out = jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  await parkingStep('Tested', {}, async () => 'parked')({ ...GOOD, token: 'secret-token' });
  out.mockRestore();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('req-1');
  expect(lines[0]).not.toContain('secret-token');
});

describe('the input of a Task state', () => {
  const variables = {
    ...ENV,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 's',
    TABLE_NAME: 'certificates',
    MAIL_FROM: 'certificates@gigya.com',
    CONSOLE_URL: 'https://console.example.net',
    PROVISION_CERTIFICATE_ARN: 'arn:machine',
    MIGRATE_VALIDATION_ARN: 'arn:machine',
    CONCLUDE_REQUEST_ARN: 'arn:machine',
    MOVE_OWNERSHIP_ARN: 'arn:machine',
    RETIRE_SITE_ARN: 'arn:machine',
    WILDCARD_OVERLAP: 'warn',
    DATA_CENTERS: JSON.stringify(
      Object.fromEntries(['us1', 'eu1', 'au1'].map((id) => [id, { host: `${id}.gigya.com`, zoneId: 'Z' }])),
    ),
  };
  const { States: ofMoves } = JSON.parse(readMachine('move-ownership'));
  const goodOf = (name: string) => ({
    now: GOOD.now,
    ...(name in ofMoves ? { moveId: 'req-1-move-1' } : { requestId: GOOD.requestId }),
    ...(name.startsWith('Await') ? { token: 'token-1' } : {}),
    ...(name === 'RecordFailure' ? { ending: { reason: 'Canceled' } } : {}),
  });

  it.each(Object.keys(STEPS) as FunctionName[])(
    'is refused by %s when a field is missing or too many',
    async (name) => {
      const handler = require(`../../../${FUNCTIONS[name].entry}`).create(variables);
      const good = goodOf(name);
      for (const field of Object.keys(good)) {
        await expect(handler({ ...good, [field]: undefined })).rejects.toMatchObject({ name: 'ZodError' });
      }
      await expect(handler({ ...good, more: true })).rejects.toMatchObject({ name: 'ZodError' });
      await expect(handler({ ...good, now: 'yesterday' })).rejects.toMatchObject({ name: 'ZodError' });
    },
  );
});

describe('the machine', () => {
  it('gives hexadecimal digits of the length asked for, never the same', () => {
    const [one, other] = [REAL_MACHINE.randomHex(7), REAL_MACHINE.randomHex(16)];
    expect(one).toMatch(/^[0-9a-f]{7}$/);
    expect(other).toMatch(/^[0-9a-f]{16}$/);
    expect(REAL_MACHINE.randomHex(16)).not.toBe(other);
  });

  it('pauses', async () => {
    await expect(REAL_MACHINE.pause(0)).resolves.toBeUndefined();
  });
});
