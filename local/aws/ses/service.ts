/**
 * SES, API version 2: SendEmail with simple and raw content, handed to the world's mail. SES takes a message for any address;
 * what a mailbox refuses is a bounce, not an error of the call.
 */
import * as sdk from '@aws-sdk/client-sesv2';
import PostalMime, { type Address } from 'postal-mime';
import type { World } from '../../world.ts';
import { REGION } from '../../world.ts';
import { awsError, type Service, service } from '../service.ts';

export interface OutgoingMail {
  from: string;
  to: string[];
  subject: string;
  text: string;
  html?: string;
  headers?: { key: string; value: string }[];
}

/** The world's mail, as much as SES needs. */
export interface Mail {
  send(message: OutgoingMail): Promise<{ accepted: string[]; rejected: string[] }>;
}

/** Source: ses/latest/dg/quotas.html, recipients per message. */
const MOST_RECIPIENTS = 50;

export function createSes(world: World, { mail }: { mail: Mail }): { service: Service } {
  return {
    service: service({
      name: 'ses',
      module: sdk,
      client: new sdk.SESv2Client({ region: REGION }),
      handlers: {
        async SendEmail(input, caller) {
          const message = await compose(input);
          if (message.to.length === 0) throw badRequest('Destination is required.');
          if (message.to.length > MOST_RECIPIENTS) throw badRequest(`Recipient count exceeds ${MOST_RECIPIENTS}.`);
          const { rejected } = await mail.send(message);
          if (rejected.length > 0) world.measure({ of: 'AWS/SES', name: 'Bounce' }, rejected.length);
          const id = `0100${world.random.hex(12)}-${world.random.uuid()}-000000`;
          world.record(caller, { service: 'ses', operation: 'SendEmail', resource: id });
          return { MessageId: id };
        },
      },
    }),
  };
}

async function compose(input: sdk.SendEmailCommandInput): Promise<OutgoingMail> {
  const { Simple: simple, Raw: raw } = input.Content ?? {};
  const to = [
    ...(input.Destination?.ToAddresses ?? []),
    ...(input.Destination?.CcAddresses ?? []),
    ...(input.Destination?.BccAddresses ?? []),
  ];
  if (raw?.Data) return parse(raw.Data, to, input.FromEmailAddress);
  if (!simple) throw badRequest('Only simple and raw content is simulated; templates are not.');
  if (!input.FromEmailAddress) throw badRequest('FromEmailAddress is required.');
  const { Subject, Body, Headers = [] } = simple;
  const headers = Headers.map(({ Name = '', Value = '' }) => ({ key: Name, value: Value }));
  return withHtml(
    { from: input.FromEmailAddress, to, subject: Subject?.Data ?? '', text: Body?.Text?.Data ?? '', headers },
    Body?.Html?.Data,
  );
}

/** A raw message names its own sender and recipients unless the call does. */
async function parse(data: Uint8Array, to: string[], from: string | undefined): Promise<OutgoingMail> {
  const message = await PostalMime.parse(data);
  const sender = from ?? (message.from && addresses([message.from])[0]);
  if (!sender) throw badRequest('Missing From header.');
  const headers = [...(message.to ?? []), ...(message.cc ?? []), ...(message.bcc ?? [])];
  return withHtml(
    {
      from: sender,
      to: to.length > 0 ? to : addresses(headers),
      subject: message.subject ?? '',
      text: message.text ?? '',
    },
    message.html,
  );
}

const withHtml = (mail: OutgoingMail, html: string | undefined): OutgoingMail => (html ? { ...mail, html } : mail);

/** An address list may hold groups (RFC 5322, 3.4); their members count. */
function addresses(list: Address[]): string[] {
  return list.flatMap(
    (entry) => entry.group?.map((member) => member.address) ?? (entry.address ? [entry.address] : []),
  );
}

const badRequest = (message: string) => awsError('BadRequestException', message);
