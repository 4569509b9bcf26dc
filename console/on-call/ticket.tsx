/** One ticket: the runbook's steps as a machine has checked them, what is held by whom, the case for AWS, and on-call's decisions. */
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Steps from '@cloudscape-design/components/steps';
import type { TicketAlias, TicketView } from '../../core/api/answers-ticket.ts';
import type { MovePhase } from '../../core/move.ts';
import { whatStopped } from '../../core/what-stopped.ts';
import machine from '../../state-machines/move-ownership.asl.json';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, Copyable, CopyButton, Sentence, When, WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import { LookAgain } from '../request/look-again.tsx';
import { RecordToAdd } from '../request/record.tsx';
import { actorText } from '../request/words.ts';
import type { ScreenProps } from '../screens.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { T } from '../texts.ts';
import { standsAt } from '../workflow/graph.ts';
import { WorkflowGraph } from '../workflow/workflow-graph.tsx';
import { Decisions, Notes } from './ticket-acts.tsx';
import { TicketStatus } from './tickets.tsx';

export function Ticket({ names: [ticketId = ''] }: ScreenProps) {
  const ticket = useLive(`ticket ${ticketId}`, () => call('tickets.get', { ticketId }));
  return (
    <Page
      title={ticket.value?.title ?? ticketId}
      above={[{ text: T.tickets.title, href: to.tickets() }]}
      description={ticketId}
      actions={ticket.value && <Decisions ticket={ticket.value} />}
    >
      <Loaded live={ticket}>{(value) => <Content ticket={value} />}</Loaded>
    </Page>
  );
}

function Content({ ticket }: { ticket: TicketView }) {
  const { decision, supportCase, aliases, phase } = ticket;
  return (
    <SpaceBetween size="l">
      {decision && (
        <Alert type="info" header={T.tickets.decided(T.tickets.decisions[decision.kind].label, decision.by)}>
          {decision.note} {ticket.status === 'open' && T.tickets.beingLookedInto}
        </Alert>
      )}
      <Facts ticket={ticket} />
      <Runbook ticket={ticket} />
      <DataTable
        title={T.tickets.names}
        items={aliases}
        columns={NAMES}
        keyOf={({ alias }) => alias}
        textOf={({ alias }) => alias}
        find={T.request.namesFind}
        empty={<Empty title={T.common.none} />}
      />
      {supportCase && (
        <Container
          header={
            <Header
              description={T.tickets.caseMore}
              actions={<CopyButton text={`${supportCase.subject}\n\n${supportCase.body}`} label={T.tickets.copyCase} />}
            >
              {T.tickets.case}
            </Header>
          }
        >
          <SpaceBetween size="s">
            <KeyValuePairs
              columns={3}
              items={[
                { label: T.tickets.caseService, value: supportCase.service },
                { label: T.tickets.caseCategory, value: supportCase.category },
                { label: T.tickets.caseSeverity, value: supportCase.severity },
              ]}
            />
            <Copyable text={supportCase.subject} />
            <pre>{supportCase.body}</pre>
          </SpaceBetween>
        </Container>
      )}
      <Notes ticket={ticket} />
      <Container header={<Header description={T.workflow.about}>move-ownership</Header>}>
        <WorkflowGraph
          name="move-ownership"
          machine={machine}
          seen={seenBy(ticket)}
          current={standsAt(machine, ticket.failing?.step, STATES[phase])}
        />
      </Container>
    </SpaceBetween>
  );
}

/** The states that left a trace in the ticket, in the machine's order. */
function seenBy({ aliases, phase, outcome, supportCaseId }: TicketView): string[] {
  return [
    ...(aliases.some(({ refusal }) => refusal) ? ['MoveAliases'] : []),
    ...(supportCaseId ? ['AwaitSupport'] : []),
    ...(outcome === 'freed' ? ['AwaitFreed'] : []),
    ...(phase === 'ENDED' ? ['CloseTicket'] : []),
  ];
}

/** Where the machine stands in each phase. */
const STATES: Record<MovePhase, string | undefined> = {
  OPENING: 'OpenTicket',
  TXT: 'AwaitTxtRecords',
  API: 'MoveAliases',
  SUPPORT: 'AwaitSupport',
  ENDED: undefined,
};

function Facts({ ticket }: { ticket: TicketView }) {
  const {
    siteId,
    requestId,
    waitingOn,
    deadline,
    nextCheckAt,
    severity,
    distribution,
    supportCaseId,
    status,
    openedAt,
    failing,
  } = ticket;
  return (
    <Container header={<Header>{T.request.glance}</Header>}>
      <KeyValuePairs
        columns={4}
        items={[
          { label: T.request.status, value: <TicketStatus ticket={ticket} /> },
          { label: T.request.who, value: status === 'open' ? actorText(waitingOn) : T.common.none },
          { label: T.request.until, value: <WhenAndHowFar iso={deadline} /> },
          { label: T.request.nextLook, value: <WhenAndHowFar iso={nextCheckAt} /> },
          { label: T.request.requestId, value: <Link href={to.request(siteId, requestId)}>{requestId}</Link> },
          { label: T.tickets.distribution, value: <Copyable text={`${distribution.id} ${distribution.domainName}`} /> },
          { label: T.tickets.severity, value: severity },
          { label: T.tickets.opened, value: <When iso={openedAt} /> },
          ...(failing ? [{ label: T.tickets.failing, value: whatStopped(failing) }] : []),
          ...(supportCaseId ? [{ label: T.tickets.caseId, value: <Copyable text={supportCaseId} /> }] : []),
        ]}
      />
    </Container>
  );
}

const TONES = { done: 'success', open: 'in-progress', manual: 'warning', blocked: 'stopped' } as const;

function Runbook({ ticket }: { ticket: TicketView }) {
  const { steps, runbook, status } = ticket;
  const button = status === 'open' && <LookAgain of={ticket} label={T.tickets.checkSteps} />;
  return (
    <Container
      header={
        <Header description={T.tickets.runbookMore(runbook)} actions={button}>
          {T.tickets.runbook}
        </Header>
      }
    >
      <Steps
        ariaLabel={T.tickets.runbook}
        steps={steps.map(({ title, state, evidence }) => ({
          status: TONES[state],
          statusIconAriaLabel: T.tickets.states[state],
          header: (
            <span className="said">
              {title} {state === 'manual' && <b>{T.tickets.you}</b>}
            </span>
          ),
          details: (
            <span className="quiet">
              <Sentence text={evidence} />
            </span>
          ),
        }))}
      />
    </Container>
  );
}

const NAMES: readonly Column<TicketAlias>[] = [
  {
    id: 'alias',
    header: T.request.name,
    minWidth: 180,
    sort: ({ alias }) => alias,
    cell: ({ alias, state }) => (
      <>
        <Code>{alias}</Code>
        <div>
          <Indicator type={state === 'held' ? 'error' : 'success'}>{T.tickets.aliasStates[state]}</Indicator>
        </div>
      </>
    ),
  },
  {
    id: 'holder',
    header: T.conflict.holder,
    minWidth: 180,
    cell: ({ holder }) => (
      <>
        {holder.service ?? holder.resourceType} <Code>{holder.resourceId}</Code>
        <div className="quiet">
          {T.tickets.account} <Code>{holder.accountId}</Code>
        </div>
      </>
    ),
  },
  {
    id: 'txt',
    header: T.tickets.txt,
    minWidth: 180,
    cell: ({ txt, record }) => (
      <>
        <Indicator type={txt === 'seen' ? 'success' : 'pending'}>{T.tickets.txts[txt]}</Indicator>
        <RecordToAdd record={record} />
      </>
    ),
  },
  {
    id: 'plan',
    header: T.tickets.plan,
    minWidth: 240,
    cell: ({ plan, refusal, swap }) => (
      <>
        <Sentence text={plan} />
        {refusal && (
          <div className="quiet">
            CloudFront, <When iso={refusal.at} />: “{refusal.text}”
          </div>
        )}
        {swap.length > 0 && (
          <details>
            <summary>{T.tickets.swap}</summary>
            <ol className="plain">
              {swap.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          </details>
        )}
      </>
    ),
  },
];
