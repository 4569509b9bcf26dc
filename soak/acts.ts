/**
 * What may happen in a run: one entry each, with how often it is drawn, what it may be about, and how it is done. An act that makes
 * no sense at the moment does nothing, so that a schedule may lose any of its acts and still be one.
 */
import * as fc from 'fast-check';
import { approve, deny } from '../local/people.ts';
import { PREFIX } from '../local/scenery.ts';
import { oblige, redrive } from './duties.ts';
import { FAULTS, type SoakFault, slowTable } from './faults.ts';
import {
  browse,
  changeRecord,
  decideMails,
  fileCases,
  generate,
  goOnWithout,
  hold,
  leave,
  mendRecords,
  ofLatest,
  prove,
  replace,
  tickets,
  validate,
} from './people.ts';
import type { Stage } from './stage.ts';

/** An act at its place in a schedule. */
export interface Moment {
  /** As a failing schedule is printed. */
  words: string;
  play(stage: Stage): Promise<unknown>;
}

interface Entry {
  name: string;
  weight: number;
  arbitrary: fc.Arbitrary<Moment>;
}

function act<About extends object>(
  name: string,
  weight: number,
  about: { [Field in keyof About]: fc.Arbitrary<About[Field]> },
  play: (stage: Stage, about: About) => Promise<unknown> | unknown,
): Entry {
  const arbitrary = fc.record(about).map((drawn) => ({
    words: `${name} ${JSON.stringify(drawn)}`,
    play: async (stage: Stage) => play(stage, drawn as About),
  }));
  return { name, weight, arbitrary };
}

const site = fc.nat({ max: 2 });
const domain = fc.nat({ max: 2 });
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

const ACTS: readonly Entry[] = [
  act('all do what a site asks, and an hour passes', 16, { site }, async (stage, about) => {
    await browse(stage, stage.siteOf(about.site));
    await oblige(stage, stage.siteOf(about.site));
    await stage.pass(60 * MINUTE_MS);
  }),
  act(
    'time passes',
    10,
    { minutes: fc.constantFrom(1, 5, 20, 60, 180, 600, 1440, 4500, 10_200, 21_000) },
    (stage, { minutes }) => stage.pass(minutes * MINUTE_MS),
  ),
  // Renewals begin 45 days before the end of 198, or of 100.
  act('months pass', 1, { days: fc.constantFrom(50, 100, 160) }, (stage, { days }) => stage.pass(days * DAY_MS)),
  act(
    'generate',
    8,
    { site, onFindings: fc.constantFrom('wait', 'refuse'), method: fc.constantFrom('EMAIL', 'DNS') },
    (stage, about) => generate(stage, stage.siteOf(about.site), about),
  ),
  act('two generate at once', 1, { site, other: site }, (stage, about) =>
    Promise.all([about.site, about.other].map((one) => generate(stage, stage.siteOf(one), { onFindings: 'wait' }))),
  ),
  act('trusted domains change', 1, { site, domains: fc.constantFrom([0, 1], [0, 1, 2], [2, 0]) }, (stage, about) => {
    const { siteId, domains } = stage.siteOf(about.site);
    return stage.register({ siteId, domains: about.domains.map((index) => domains[index] ?? '') });
  }),
  act('records are mended', 8, { site }, (stage, about) => mendRecords(stage, stage.siteOf(about.site))),
  act(
    'a record changes',
    3,
    { site, domain, to: fc.constantFrom('right', 'wrong', 'gone', "another's") },
    changeRecord,
  ),
  act('mails are approved', 8, { site, all: fc.boolean() }, (stage, about) =>
    decideMails(stage, stage.siteOf(about.site), approve, about.all),
  ),
  act('a mail is denied', 1, { site }, (stage, about) => decideMails(stage, stage.siteOf(about.site), deny, false)),
  act('validation records are added', 5, { site }, (stage, about) => validate(stage, stage.siteOf(about.site))),
  act('resend', 2, { site }, (stage, about) => ofLatest(stage, about.site, 'resend', {})),
  act('cancel', 3, { site }, (stage, about) => ofLatest(stage, about.site, 'cancel')),
  act('check again', 3, { site }, (stage, about) => ofLatest(stage, about.site, 'check-again')),
  act('"I cannot"', 4, { site }, (stage, about) => ofLatest(stage, about.site, 'ask-for-help')),
  act(
    'somebody holds a name',
    4,
    { site, domain, how: fc.constantFrom('distribution', 'tenant', 'disabled', 'wildcard', 'Amplify') },
    hold,
  ),
  act('a holder lets go', 3, { which: fc.nat({ max: 3 }) }, ({ foreign }, { which }) => {
    const holders = foreign.holders();
    const holder = holders[which % holders.length];
    return holder && foreign.release(holder.id);
  }),
  act('a holder disables', 1, { which: fc.nat({ max: 3 }) }, ({ foreign }, { which }) => {
    const holders = foreign.holders();
    const holder = holders[which % holders.length];
    return holder && foreign.disable(holder.id);
  }),
  act('proofs are written', 4, {}, (stage) => prove(stage)),
  act('a case is filed', 4, {}, (stage) => fileCases(stage)),
  act('AWS Support acts', 3, {}, ({ support }) => {
    for (const { caseId } of support.cases()) support.actNow(caseId);
  }),
  act(
    'on-call decides',
    2,
    { decision: fc.constantFrom('resolve', 'handBack', 'giveUp') },
    async (stage, { decision }) => {
      const [newest] = tickets(stage);
      return newest && stage.ask('POST', `/tickets/${newest.ticketId}/resolve`, { decision, note: 'As found.' });
    },
  ),
  act('on-call redrives', 2, {}, (stage) => redrive(stage)),
  act('the prefix is saved', 3, { site }, (stage, about) =>
    stage.ask('PUT', `/sites/${stage.siteOf(about.site).siteId}/prefix`, { prefix: PREFIX }),
  ),
  act('the prefix is cleared', 1, { site }, (stage, about) =>
    stage.ask('DELETE', `/sites/${stage.siteOf(about.site).siteId}/prefix`),
  ),
  act('the certificate is replaced', 3, { site, domains: fc.constantFrom([0], [0, 1, 2], [1, 2]) }, (stage, about) =>
    replace(stage, stage.siteOf(about.site), about.domains),
  ),
  act('somebody goes on without what blocks', 2, { site }, (stage, about) =>
    goOnWithout(stage, stage.siteOf(about.site)),
  ),
  act('a migration to DNS is asked for', 2, { site }, (stage, about) => ofLatest(stage, about.site, 'migrate-to-dns')),
  act('the site is retired', 1, { site, records: fc.constantFrom('stay', 'go') }, async (stage, about) => {
    const own = stage.siteOf(about.site);
    await stage.ask('POST', `/sites/${own.siteId}/retire`);
    if (about.records === 'go') leave(stage, own);
  }),
  act('the site is kept', 1, { site }, (stage, about) =>
    stage.ask('POST', `/sites/${stage.siteOf(about.site).siteId}/keep`),
  ),
  act<{ fault: SoakFault }>('a fault', 9, { fault: FAULTS }, ({ faults }, { fault }) => faults.add(fault)),
  act('the table is slow', 4, { shift: fc.nat({ max: 3 }), calls: fc.constantFrom(4, 12, 40) }, ({ faults }, about) => {
    for (const fault of slowTable(about)) faults.add(fault);
  }),
  act('faults are over', 2, {}, ({ faults }) => faults.clear()),
];

/** From this weight on an act is of every journey. */
const OF_EVERY_JOURNEY = 8;

/** Any act, as often as its weight says; of those words in its name, besides what every journey has. */
export function anyAct(only: readonly string[] = []): fc.Arbitrary<Moment> {
  const isDrawn = ({ name, weight }: Entry) =>
    only.length === 0 || weight >= OF_EVERY_JOURNEY || only.some((word) => name.includes(word));
  return fc.oneof(...ACTS.filter(isDrawn));
}
