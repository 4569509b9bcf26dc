/** The running workflow of a request, drawn from its state machine: where it stands, what it has passed, what can come. */
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import machine from '../../state-machines/provision-certificate.asl.json';
import { Page } from '../frame/page.tsx';
import { Copyable, Loaded, StatusBadge, WhenAndHowFar } from '../parts/widgets.tsx';
import { to } from '../place.ts';
import { actorText, isRunning } from '../request/words.ts';
import type { ScreenProps } from '../screens.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { T } from '../texts.ts';
import { stepsIn } from './graph.ts';
import { WorkflowGraph } from './workflow-graph.tsx';

export function Workflow({ names: [siteId = '', requestId = ''] }: ScreenProps) {
  const request = useLive(`request ${siteId} ${requestId}`, () => call('certificates.get', { siteId, requestId }));
  const history = useLive(`history ${siteId} ${requestId}`, () => call('certificates.history', { siteId, requestId }));
  const above = [
    { text: T.sites.title, href: to.sites() },
    { text: siteId, href: to.site(siteId) },
    { text: request.value ? T.request.title(request.value.prefix) : requestId, href: to.request(siteId, requestId) },
  ];
  return (
    <Page title={T.workflow.title} above={above} description={requestId}>
      <Loaded live={request}>
        {(value) => (
          <Container header={<Header description={T.workflow.about}>provision-certificate</Header>}>
            <SpaceBetween size="m">
              <KeyValuePairs
                columns={4}
                items={[
                  { label: T.request.status, value: <StatusBadge status={value.status} /> },
                  { label: T.workflow.state, value: <Copyable text={value.step} /> },
                  { label: T.request.who, value: isRunning(value) ? actorText(value.waitingOn) : T.common.none },
                  { label: T.request.nextLook, value: <WhenAndHowFar iso={value.nextCheckAt} /> },
                ]}
              />
              {history.value && (
                <WorkflowGraph
                  machine={machine}
                  seen={stepsIn(history.value.events).map(({ step }) => step)}
                  times={new Map(stepsIn(history.value.events).map(({ step, at }) => [step, at]))}
                  current={isRunning(value) ? value.step : undefined}
                />
              )}
            </SpaceBetween>
          </Container>
        )}
      </Loaded>
    </Page>
  );
}
