import type * as sdk from '@aws-sdk/client-sesv2';
import type { Handlers } from '../../../../../local/aws/service.ts';
import { createSes, type OutgoingMail } from '../../../../../local/aws/ses/service.ts';
import { WorldClock } from '../../../../../local/clock.ts';
import { openStore } from '../../../../../local/store.ts';
import { createWorld } from '../../../../../local/world.ts';

const caller = { account: '111122223333', principal: 'test', requestId: 'r' };

function sesWorld() {
  const world = createWorld(new WorldClock(new Date('2026-11-21T10:00:00Z')), openStore(), 'ses');
  const sent: OutgoingMail[] = [];
  const { service } = createSes(world, {
    mail: {
      async send(message) {
        sent.push(message);
        return { accepted: [], rejected: message.to };
      },
    },
  });
  return { world, sent, calls: service.handlers as Required<Handlers<typeof sdk>> };
}

it('sends simple content to every kind of recipient; what bounces is no error', async () => {
  const { calls, sent, world } = sesWorld();
  const { MessageId } = await calls.SendEmail(
    {
      FromEmailAddress: 'certificates@vendor.com',
      Destination: { ToAddresses: ['a@example.com'], CcAddresses: ['b@example.com'] },
      Content: { Simple: { Subject: { Data: 'Ready' }, Body: { Text: { Data: 'text' }, Html: { Data: '<p>text' } } } },
    },
    caller,
  );
  expect(MessageId).toMatch(/^0100[0-9a-f]{12}-[0-9a-f-]{36}-000000$/);
  expect(sent).toEqual([
    {
      from: 'certificates@vendor.com',
      to: ['a@example.com', 'b@example.com'],
      subject: 'Ready',
      text: 'text',
      html: '<p>text',
      headers: [],
    },
  ]);
  expect(world.mutations).toMatchObject([{ service: 'ses', operation: 'SendEmail', resource: MessageId }]);
});

it('sends raw content to the recipients of its headers', async () => {
  const { calls, sent } = sesWorld();
  const raw =
    'From: V <v@vendor.com>\r\nTo: a@example.com, B <b@example.com>\r\nSubject: =?utf-8?Q?J=C3=A4?=\r\n\r\nhello\r\n';
  await calls.SendEmail({ Content: { Raw: { Data: Buffer.from(raw) } } }, caller);
  expect(sent).toEqual([
    { from: 'v@vendor.com', to: ['a@example.com', 'b@example.com'], subject: 'Jä', text: 'hello\n' },
  ]);
});

it('refuses a message to nobody and a template', async () => {
  const { calls, sent } = sesWorld();
  const simple = { Simple: { Subject: { Data: 's' }, Body: { Text: { Data: 't' } } } };
  const refused = { name: 'BadRequestException' };
  await expect(calls.SendEmail({ FromEmailAddress: 'v@vendor.com', Content: simple }, caller)).rejects.toMatchObject(
    refused,
  );
  await expect(calls.SendEmail({ Content: { Template: { TemplateName: 't' } } }, caller)).rejects.toMatchObject(
    refused,
  );
  expect(sent).toEqual([]);
});
