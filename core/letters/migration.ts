/** Letters of the way from e-mail to DNS validation: the invitation, its reminders, the records to add, and how it ended. */

import { type Migration, migrationEndInWords } from '../migration.ts';
import { type CertificateRequest, certificateNames } from '../request.ts';
import { type CampaignLetter, EMAIL_SUNSET, safeDaysOf } from '../sunset.ts';
import { recordLines, type ValidationRecord } from '../validation-record.ts';
import {
  addressOf,
  type LetterName,
  type LetterText,
  leftOutToo,
  ownRecordsFirst,
  paragraphs,
  prefixOf,
} from './letter.ts';

/** The invitation goes out once; a reminder once for each end of a certificate that comes near. */
export function campaignLetterName({ daysBefore, lastSafeDay }: CampaignLetter): LetterName {
  return daysBefore === 60 ? 'migration invitation' : `migration reminder ${daysBefore} days before ${lastSafeDay}`;
}

/** Why the site should be migrated, by when, and how; of one that is on its way: what it still lacks. */
export function campaignLetter(
  request: CertificateRequest,
  { daysBefore, lastSafeDay }: CampaignLetter,
  consoleUrl: string,
): LetterText {
  const { prefix, migration } = request;
  const runs = migration?.state === 'RECORDS' || migration?.state === 'WINDOW';
  const state = runs
    ? [`The migration is under way: we see ${migration.seen} of ${migration.records} records.`]
    : [
        'Start the migration on the page below. AWS then names one DNS record for each name; they are added once and stay for ever.',
        'The names serve all the while; if the records do not come, nothing changes.',
      ];
  return {
    subject: `${daysBefore === 60 ? 'Move' : 'Reminder: move'} ${prefixOf(request)} to DNS validation by ${lastSafeDay}`,
    text: paragraphs(
      [
        `AWS ends the validation by e-mail: no new certificates after ${EMAIL_SUNSET.lastRequests}, no renewals after ${EMAIL_SUNSET.lastRenewals}.`,
        `The certificate for the prefix "${prefix}" (${certificateNames(request).length} names) is still validated so.`,
      ],
      [mailRenewalInWords(request), `Until ${lastSafeDay} it can be moved to DNS validation without harm.`],
      state,
      [addressOf(request, consoleUrl)],
    ),
  };
}

function mailRenewalInWords({ notAfter }: CertificateRequest): string {
  const { mailRenewal } = safeDaysOf(notAfter ?? '');
  return mailRenewal
    ? `Its next renewal needs a click in a mail for every name between ${mailRenewal.from} and ${mailRenewal.until}; with DNS it needs nobody.`
    : `It ends at ${notAfter} and cannot be renewed by mail any more.`;
}

/** AWS has named the records. `missing`: those that we do not see yet, exactly as they must stand. */
export function migrationRecords(
  request: CertificateRequest,
  missing: readonly ValidationRecord[],
  { until, records }: Migration,
  consoleUrl: string,
): LetterText {
  const count = missing.length === 1 ? '1 DNS record' : `${missing.length} DNS records`;
  const there = records - missing.length;
  return {
    subject: `Add ${count} to move ${prefixOf(request)} to DNS validation`,
    text: paragraphs(
      ...ownRecordsFirst(request, 'migration'),
      [
        `AWS validates the names of the prefix "${request.prefix}" by DNS when these records stand, as lines of a zone file:`,
      ],
      recordLines(missing).map((line) => `  ${line}`),
      ...leftOutToo(request),
      [
        ...(there > 0 ? [`${there} of ${records} stand already.`] : []),
        'Both names of each record begin with an underscore. Where a form takes the name of a record without the zone, leave the zone out.',
        `All of them until ${until}. We look by ourselves, and AWS is asked as soon as all of them stand.`,
        'They stay the same for ever. Keep them: each renewal needs them, and nobody has to do anything then.',
      ],
      ['The names serve all the while. If the records do not come, the certificate stays validated by e-mail.'],
      [`Which of them are seen: ${addressOf(request, consoleUrl)}`],
    ),
  };
}

export function migrationEnded(
  request: CertificateRequest,
  end: NonNullable<Migration['end']>,
  consoleUrl: string,
): LetterText {
  const { message, remedy } = migrationEndInWords(end);
  const subject = `The ${prefixOf(request)} is ${end.reason === 'Migrated' ? 'validated by DNS now' : 'still validated by e-mail'}`;
  return { subject, text: paragraphs([message, remedy], [addressOf(request, consoleUrl)]) };
}
