/**
 * The deployments there are, as data: a row is a stack named `certificates-<stage>`. Another deployment in the same account is
 * another row; nothing in the stacks carries a fixed name, and what a deployment makes outside its stack carries its tag, so that they do
 * not meet.
 */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { DataCenters } from '../core/data-center.ts';

export interface Stage {
  /** Where sites may live. The hosted zones exist already, in the account that is deployed to. */
  dataCenters: DataCenters;
  /** The deployment's own hosted zone, which exists already: console, its way to the API, and the sender of our mails live in it. */
  zone: { name: string; id: string };
  /** Sender of our own mails: an address in the zone, whose identity at SES the stack makes. */
  mailFrom: string;
  /**
   * Who is mailed when an alarm rings, and when it is over, where that is measured (`tellsNoEnd` in core/alarms.ts). Only a stage that is
   * removable may do without; pagers come besides.
   */
  alarmMail?: string;
  /** Where the console is, in the zone, and where the links of our mails lead. */
  consoleUrl: string;
  /** The API key under which the vendor's own people sign in to the console. */
  consoleApiKey: string;
  /** Which secret stands between the console's distribution and the API. Count it up to have another one made (runbook rotate-a-secret). */
  originSecret: number;
  /** Of one caller. The gateway lets 30,000 through (api.ts): neither one caller nor a partner's applications together keep the others out. */
  callsPerMinute: number;
  /** An overlapping wildcard of somebody else: AWS lets the more specific name win (warn); the vendor's old rule refuses (block). */
  wildcardOverlap: 'warn' | 'block';
  /**
   * Some functions run a few at a time only (functions.ts). Not in a new account: it may run ten functions at once, and AWS refuses a
   * reservation that leaves the others fewer than a hundred (Lambda's guide, configuration-concurrency).
   */
  reservesConcurrency: boolean;
  /** True: deleting the stack deletes its records, keys and logs. False: they are protected, and stay behind. */
  removable: boolean;
  logRetention: RetentionDays;
}

/** ACM for CloudFront and CloudFront's control plane live here; everything else joins them (operations: one region). */
export const REGION = 'us-east-1';

export const STAGES: Readonly<Record<string, Stage>> = {
  /** Placeholders under `example.com`: replace them by zones and hosts of the test account before deploying. */
  test: {
    dataCenters: {
      us1: { host: 'us1.certificates-test.example.com', zoneId: 'Z00000000000000EXUS1' },
      eu1: { host: 'eu1.certificates-test.example.com', zoneId: 'Z00000000000000EXEU1' },
      au1: { host: 'au1.certificates-test.example.com', zoneId: 'Z00000000000000EXAU1' },
    },
    zone: { name: 'certificates-test.example.com', id: 'Z00000000000000EXAMP' },
    mailFrom: 'certificates@certificates-test.example.com',
    consoleUrl: 'https://console.certificates-test.example.com',
    consoleApiKey: '3_console-of-certificates-test',
    originSecret: 1,
    callsPerMinute: 1200,
    wildcardOverlap: 'warn',
    reservesConcurrency: false,
    removable: true,
    logRetention: RetentionDays.ONE_WEEK,
  },
  /** The hosts are the vendor's; zones, addresses, console and its API key are placeholders until its account is known. */
  production: {
    dataCenters: {
      us1: { host: 'us1.gigya.com', zoneId: 'Z00000000000000GIUS1' },
      eu1: { host: 'eu1.gigya.com', zoneId: 'Z00000000000000GIEU1' },
      au1: { host: 'au1.gigya.com', zoneId: 'Z00000000000000GIAU1' },
    },
    zone: { name: 'certificates.example.com', id: 'Z00000000000000CERTS' },
    mailFrom: 'certificates@certificates.example.com',
    alarmMail: 'on-call@example.com',
    consoleUrl: 'https://console.certificates.example.com',
    consoleApiKey: '3_console-of-certificates',
    originSecret: 1,
    callsPerMinute: 1200,
    wildcardOverlap: 'warn',
    reservesConcurrency: true,
    removable: false,
    // A certificate lives 198 days and its renewal is judged by what happened at its issue; a year shows both.
    logRetention: RetentionDays.ONE_YEAR,
  },
};
