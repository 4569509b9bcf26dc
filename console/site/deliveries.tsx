/** What was posted to a site's webhook, each with its tries and what the receiver said; any can be sent again. */
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { DeliveryView } from '../../core/api/answers-notify.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, When, WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useList } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';

const TONES = { pending: 'pending', delivered: 'success', dead: 'error' } as const;
/** The settings have more to show than this. */
const PAGE = 10;

export function Deliveries({ siteId }: { siteId: string }) {
  const deliveries = useList(
    `deliveries ${siteId}`,
    (page) => call('webhooks.list', { siteId, ...page }),
    (answer) => answer.deliveries,
  );
  const may = useMay('sites.write');
  return (
    <Loaded live={deliveries}>
      {(all) => (
        <DataTable
          title={T.webhook.deliveries}
          description={T.webhook.deliveriesMore}
          items={all}
          showAll={deliveries.showAll}
          pageSize={PAGE}
          columns={[...columnsOf(siteId), ...(may ? [replayOf(siteId)] : [])]}
          keyOf={({ deliveryId }) => deliveryId}
          textOf={({ requestId, type, state }) => `${requestId} ${T.webhook.kinds[type]} ${T.webhook.states[state]}`}
          find={T.webhook.find}
          empty={<Empty title={T.webhook.empty}>{T.webhook.emptyMore}</Empty>}
        />
      )}
    </Loaded>
  );
}

function columnsOf(siteId: string): Column<DeliveryView>[] {
  return [
    {
      id: 'kind',
      header: T.webhook.kind,
      minWidth: 200,
      sort: ({ type }) => T.webhook.kinds[type],
      cell: ({ type, requestId }) => (
        <>
          {T.webhook.kinds[type]}
          <div>
            <Link href={to.request(siteId, requestId)}>{requestId}</Link>
          </div>
        </>
      ),
    },
    {
      id: 'at',
      header: T.webhook.at,
      minWidth: 120,
      sort: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <When iso={createdAt} />,
    },
    {
      id: 'state',
      header: T.webhook.state,
      minWidth: 150,
      sort: ({ state }) => T.webhook.states[state],
      cell: ({ state, nextTryAt }) => (
        <>
          <Indicator type={TONES[state]}>{T.webhook.states[state]}</Indicator>
          {nextTryAt && (
            <div className="quiet">
              {T.webhook.nextTry}: <WhenAndHowFar iso={nextTryAt} />
            </div>
          )}
        </>
      ),
    },
    { id: 'tries', header: T.webhook.tries, minWidth: 200, cell: (delivery) => <Tries {...delivery} /> },
  ];
}

type Attempt = DeliveryView['attempts'][number];

/** The last one counts; those before it on demand. */
function Tries({ attempts, answer }: Pick<DeliveryView, 'attempts' | 'answer'>) {
  const last = attempts.at(-1);
  if (!last) return <span className="quiet">{T.webhook.noTry}</span>;
  const earlier = attempts.slice(0, -1);
  return (
    <>
      <Try attempt={last} />
      {answer && (
        <div className="quiet">
          {T.webhook.said} <Code>{answer}</Code>
        </div>
      )}
      {earlier.length > 0 && (
        <details>
          <summary className="quiet">{T.webhook.earlier(earlier.length)}</summary>
          {earlier.map((attempt) => (
            <Try key={attempt.at} attempt={attempt} />
          ))}
        </details>
      )}
    </>
  );
}

function Try({ attempt: { at, status, problem } }: { attempt: Attempt }) {
  return (
    <div>
      <When iso={at} />: {problem ?? T.webhook.taken(status)}
    </div>
  );
}

function replayOf(siteId: string): Column<DeliveryView> {
  return {
    id: 'act',
    header: T.webhook.act,
    minWidth: 110,
    cell: (delivery) => delivery.state !== 'pending' && <Replay siteId={siteId} delivery={delivery} />,
  };
}

function Replay({ siteId, delivery: { deliveryId } }: { siteId: string; delivery: DeliveryView }) {
  const act = useAct();
  const replay = async () => {
    if (await act.run(() => call('webhooks.replay', { siteId, deliveryId }))) notify('success', T.webhook.replayed);
  };
  return (
    <Button
      variant="inline-link"
      loading={act.busy}
      ariaLabel={`${T.webhook.replay} ${deliveryId}`}
      onClick={() => void replay()}
    >
      {T.webhook.replay}
    </Button>
  );
}
