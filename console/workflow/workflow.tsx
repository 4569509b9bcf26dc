/** The workflows of a request, each drawn from its state machine: where it stands, what it has passed, what can come. What is at work first. */
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { isRunning } from '../../core/status.ts';
import type { StateMachineName } from '../../core/topology.ts';
import type { RequestView } from '../../core/view.ts';
import machine from '../../state-machines/provision-certificate.asl.json';
import { inRequest } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { Loaded } from '../parts/states.tsx';
import { Copyable, WhenAndHowFar } from '../parts/text.tsx';
import { StatusBadge } from '../request/status.tsx';
import { actorText } from '../request/words.ts';
import type { ScreenProps } from '../screens.ts';
import { useHistory, useRequest, useSite } from '../service/reads.ts';
import { T } from '../texts.ts';
import { standsAt, stepsIn } from './graph.ts';
import { jobsOf } from './jobs.ts';
import { WorkflowGraph } from './workflow-graph.tsx';

export function Workflow({ names: [siteId = '', requestId = ''] }: ScreenProps) {
  const site = useSite(siteId);
  const request = useRequest(siteId, requestId);
  const history = useHistory(siteId, requestId);
  return (
    <Page
      title={T.workflow.title}
      above={inRequest(siteId, requestId, request.value?.prefix, site.value?.name)}
      description={requestId}
    >
      <Loaded live={request}>
        {(value) => (
          <SpaceBetween size="l">
            <Container header={<Header>{T.request.glance}</Header>}>
              <KeyValuePairs
                columns={4}
                items={[
                  { label: T.request.status, value: <StatusBadge status={value.status} /> },
                  { label: T.workflow.state, value: <Copyable text={placeOf(value)} /> },
                  {
                    label: T.request.who,
                    value:
                      isRunning(value) || value.waitingOn !== 'nobody' ? actorText(value.waitingOn) : T.common.none,
                  },
                  { label: T.request.nextLook, value: <WhenAndHowFar iso={value.nextCheckAt} /> },
                ]}
              />
            </Container>
            {jobsOf(value, history.value?.events ?? []).map((job) => (
              <Drawn key={job.name} name={job.name}>
                <WorkflowGraph {...job} />
              </Drawn>
            ))}
            {history.value && (
              <Drawn name="provision-certificate">
                <WorkflowGraph
                  name="provision-certificate"
                  machine={machine}
                  seen={stepsIn(history.value.events).map(({ step }) => step)}
                  times={new Map(stepsIn(history.value.events).map(({ step, at }) => [step, at]))}
                  current={isRunning(value) ? placeOf(value) : undefined}
                />
              </Drawn>
            )}
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

function Drawn({ name, children }: { name: StateMachineName; children: ReactNode }) {
  return <Container header={<Header description={T.workflow.about}>{name}</Header>}>{children}</Container>;
}

const placeOf = ({ step, failing }: RequestView) => standsAt(machine, failing?.step, step);
