/** The next renewal of what serves: when AWS begins, until when it is safe, who must do what, and how often in a year. */
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { RenewalView } from '../../core/api/answers-renewal.ts';
import { NameLines, Said, When, WhenAndHowFar } from '../parts/text.tsx';
import { T } from '../texts.ts';
import { RenewalState } from './states.tsx';

/** `isLeaving`: its site is on its way out, and a renewal may not be worth a click. */
export function Renewal({ renewal, isLeaving }: { renewal: RenewalView; isLeaving: boolean }) {
  const { state, message, remedy, opensAt, dueBy, notAfter, clicks, domains, round, clicksInAYear, next } = renewal;
  const mailed = [
    { label: T.renewal.domains, value: <NameLines names={domains} /> },
    { label: T.renewal.inAYear, value: String(clicksInAYear) },
    ...(round > 0 ? [{ label: T.renewal.round, value: String(round) }] : []),
  ];
  return (
    <Container header={<Header info={<RenewalState state={state} />}>{T.renewal.title}</Header>}>
      <SpaceBetween size="m">
        {isLeaving && <b>{T.renewal.leaving}</b>}
        <div>
          <Said message={message} remedy={remedy} />
        </div>
        <KeyValuePairs
          columns={4}
          items={[
            { label: T.renewal.opensAt, value: <WhenAndHowFar iso={opensAt} /> },
            { label: T.renewal.dueBy, value: <WhenAndHowFar iso={dueBy} /> },
            { label: T.renewal.notAfter, value: <WhenAndHowFar iso={notAfter} /> },
            { label: T.renewal.clicks, value: clicks > 0 ? String(clicks) : T.renewal.noClicks },
            ...(domains.length > 0 ? mailed : []),
          ]}
        />
        {next.length > 0 && <Later next={next} />}
      </SpaceBetween>
    </Container>
  );
}

function Later({ next }: Pick<RenewalView, 'next'>) {
  return (
    <ExpandableSection headerText={T.renewal.next}>
      <ul className="plain">
        {next.map(({ opensAt, dueBy, clicks, possible }) => (
          <li key={opensAt}>
            <When iso={opensAt} /> {T.renewal.between} <When iso={dueBy} />: {T.renewal.nextOne(clicks, possible)}
          </li>
        ))}
      </ul>
    </ExpandableSection>
  );
}
