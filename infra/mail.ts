/** Our own mails: the zone as an identity of SES, signed by DKIM, and a configuration set under which their bounces are counted. */
import type { Stack } from 'aws-cdk-lib';
import {
  CloudWatchDimensionSource,
  ConfigurationSet,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { zoneNamed } from './names.ts';
import type { Stage } from './stages.ts';

/** SES puts this tag on every mail; its value is the set's name. */
export const CONFIGURATION_SET_TAG = 'ses:configuration-set';

export function createMail(stack: Stack, { zone }: Stage): ConfigurationSet {
  const configurationSet = new ConfigurationSet(stack, 'Mail', { reputationMetrics: true });
  configurationSet.addEventDestination('Bounces', {
    destination: EventDestination.cloudWatchDimensions([
      { name: CONFIGURATION_SET_TAG, source: CloudWatchDimensionSource.MESSAGE_TAG, defaultValue: 'none' },
    ]),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
  });
  new EmailIdentity(stack, 'Sender', {
    identity: Identity.publicHostedZone(zoneNamed(stack, zone.id, zone.name)),
    configurationSet, // of every mail that names none
  });
  return configurationSet;
}
