/** A save that was refused because somebody else was quicker: what differs, and which of the two goes on. Nothing is saved by it. */
import Button from '@cloudscape-design/components/button';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { T } from '../texts.ts';
import { type Difference, differences, type Field, type Fields, rebased } from './site-fields.ts';

const words = T.siteForm;
const LABELS: Record<Field, string> = {
  siteId: words.siteId,
  name: words.name,
  dataCenter: words.dataCenter,
  apiKey: words.apiKey,
  partnerId: words.partnerId,
  trustedSiteUrls: words.urls,
  contacts: words.contacts,
  ssoGroup: words.ssoGroup,
  webhookUrl: words.webhookUrl,
};

interface Props {
  typed: Fields;
  /** What the reader began with. */
  begun: Fields;
  now: Fields;
  onChoose: (fields: Fields) => void;
}

export function Differing({ typed, begun, now, onChoose }: Props) {
  return (
    <SpaceBetween size="s">
      <KeyValuePairs
        columns={2}
        items={differences(typed, begun, now).map((each) => ({ label: LABELS[each.field], value: <Both {...each} /> }))}
      />
      <p>{words.differingMore}</p>
      <SpaceBetween direction="horizontal" size="xs">
        <Button formAction="none" onClick={() => onChoose(rebased(typed, begun, now))}>
          {words.keepMine}
        </Button>
        <Button formAction="none" onClick={() => onChoose(now)}>
          {words.takeTheirs}
        </Button>
      </SpaceBetween>
    </SpaceBetween>
  );
}

function Both({ now, typed }: Difference) {
  return (
    <>
      <Said lead={words.isNow} lines={now} />
      {typed && <Said lead={words.youTyped} lines={typed} />}
    </>
  );
}

function Said({ lead, lines }: { lead: string; lines: readonly string[] }) {
  return (
    <div>
      <span className="quiet">{lead}</span> {lines.join(', ') || T.common.none}
    </div>
  );
}
