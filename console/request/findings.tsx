/** What is open about one name: what was found, who does what, and in local mode where it can be put right. */
import type { ConditionView } from '../../core/api/answers-certificates.ts';
import type { ConditionName } from '../../core/condition.ts';
import { SimulatedLink } from '../parts/simulated.tsx';
import { Sentence, WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { isLocal } from '../service/simulation.ts';
import { T } from '../texts.ts';
import { RecordToAdd } from './record.tsx';
import { actorLead, mendingRecords } from './words.ts';

type Matter = readonly [ConditionName, ConditionView];

export function Matters({ matters }: { matters: readonly Matter[] }) {
  return matters.map((matter) => <MatterOf key={matter[0]} matter={matter} />);
}

function MatterOf({ matter }: { matter: Matter }) {
  const { message, remedy, actor, lastChange, facts } = matter[1];
  return (
    <div className="matter">
      <p>
        <Sentence text={message} />
      </p>
      <p>
        <b>{actorLead(actor)}</b> <Sentence text={remedy} />
      </p>
      {mendingRecords(matter[1]).map((record) => (
        <RecordToAdd key={record.name} record={record} />
      ))}
      <div className="quiet">
        {T.common.since} <WhenAndHowFar iso={facts.since ?? lastChange} />
      </div>
      <Mend matter={matter} />
    </div>
  );
}

/** The records that put it right, each ready in the simulated zone editor. */
export function Mend({ matter }: { matter: Matter }) {
  const records = isLocal() ? [...mendingRecords(matter[1]), ...mailRoute(matter[1])] : [];
  if (records.length === 0) return <Release matter={matter} />;
  return records.map((record) => (
    <div key={record.name}>
      <SimulatedLink href={to.record(record)}>{T.generate.mend(record.name)}</SimulatedLink>
    </div>
  ));
}

/** In the simulation any mail server will do. */
const mailRoute = ({ reason, facts: { registrableDomain } }: ConditionView) =>
  reason === 'MailRouteMissing' && registrableDomain
    ? [{ name: registrableDomain, type: 'MX', value: `10 mail.${registrableDomain}` }]
    : [];

/** Those who hold a name, in the simulation. */
export function Release({ matter: [name, { status, actor, reason, facts }] }: { matter: Matter }) {
  const isTheirs = name === 'conflict' && status !== 'True' && actor !== 'nobody' && reason !== 'AliasHeldByOtherSite';
  if (!isLocal() || !isTheirs || !facts.alias) return null;
  return <SimulatedLink href={to.others('', location.hash)}>{T.generate.release(facts.alias)}</SimulatedLink>;
}
