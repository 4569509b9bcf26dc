/** What happened to a request, newest first, with what was seen at each point. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState } from 'react';
import type { HistoryAnswer } from '../../core/api/answers-certificates.ts';
import { Sentence, When } from '../parts/text.tsx';
import { T } from '../texts.ts';
import { CONDITIONS } from './words.ts';

type Event = HistoryAnswer['events'][number];

/** More is shown when asked for. */
const FIRST = 25;

export function Timeline({ events }: { events: readonly Event[] }) {
  const [all, setAll] = useState(false);
  const newest = events.toReversed();
  return (
    <Container header={<Header counter={`(${events.length})`}>{T.request.timeline}</Header>}>
      <ol className="timeline">
        {newest.slice(0, all ? undefined : FIRST).map((event) => (
          <li key={event.seq}>
            <Entry event={event} />
          </li>
        ))}
      </ol>
      {!all && events.length > FIRST && (
        <Button onClick={() => setAll(true)}>{T.request.showAll(events.length)}</Button>
      )}
    </Container>
  );
}

function Entry({ event: { at, by, text, conditions = [] } }: { event: Event }) {
  return (
    <>
      <div className="quiet">
        <When iso={at} form="exact" /> {by !== 'service' && T.common.by(by)}
      </div>
      <div>
        <Sentence text={text} />
      </div>
      {conditions.length > 0 && (
        <details>
          <summary className="quiet">{T.request.evidence(conditions.length)}</summary>
          <ul className="plain">
            {conditions.map(({ alias, name, finding: { reason, facts } }) => (
              <li key={`${alias} ${name}`}>
                <code>{alias}</code> {CONDITIONS[name].name}: <b>{reason}</b>
                {facts.found && (
                  <>
                    , {T.generate.found.toLowerCase()} <code>{facts.found}</code>
                  </>
                )}
                {facts.evidence && <span className="quiet"> ({facts.evidence})</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
