/** "Identity already exists": who holds which name, what a customer can do alone, and how AWS is asked when that is not possible. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ConditionView } from '../../core/api/answers-certificates.ts';
import { recordsToAdd } from '../../core/records-to-add.ts';
import { isRunning } from '../../core/status.ts';
import type { AliasView, RequestView } from '../../core/view.ts';
import { inRequest } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { AskButton } from '../parts/confirm.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, CopyButton, Sentence, WhenAndHowFar } from '../parts/text.tsx';
import { to } from '../place.ts';
import type { ScreenProps } from '../screens.ts';
import { call } from '../service/api.ts';
import { useRequest, useSite } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { Mend, Release } from './findings.tsx';
import { glanceOf } from './glance.ts';
import { LookAgain } from './look-again.tsx';
import { RecordToAdd } from './record.tsx';
import { actorLead, actorText, isHeld, toneOf } from './words.ts';
import { zoneLine } from './zone-line.ts';

/** A name that is held, with what is known of that. */
type Held = { alias: string; conflict: ConditionView };

export function Conflict({ names: [siteId = '', requestId = ''] }: ScreenProps) {
  const site = useSite(siteId);
  const request = useRequest(siteId, requestId);
  const above = inRequest(siteId, requestId, request.value?.prefix, site.value?.name);
  return (
    <Page title={T.conflict.title} above={above} description={T.conflict.about}>
      <Loaded live={request}>
        {(value) => {
          const held = heldOf(value.aliases);
          return held.length === 0 ? <Solved request={value} /> : <Steps request={value} held={held} />;
        }}
      </Loaded>
    </Page>
  );
}

function heldOf(aliases: readonly AliasView[]): Held[] {
  return aliases.flatMap(({ alias, conditions }) =>
    conditions.conflict && isHeld({ conditions }) ? [{ alias, conflict: conditions.conflict }] : [],
  );
}

function OpenRequest({ request: { siteId, requestId } }: { request: RequestView }) {
  return <Button href={to.request(siteId, requestId)}>{T.site.openRequest}</Button>;
}

function Solved({ request }: { request: RequestView }) {
  return (
    <Alert type="success" header={T.conflict.solved} action={<OpenRequest request={request} />}>
      {isRunning(request) && T.conflict.solvedMore}
    </Alert>
  );
}

interface StepsProps {
  request: RequestView;
  held: Held[];
}

function Steps({ request, held }: StepsProps) {
  const may = useMay('certificates.write');
  return (
    <SpaceBetween size="l">
      {isRunning(request) ? <Waiting request={request} held={held} /> : <Over request={request} />}
      <DataTable
        title={T.conflict.held}
        items={held}
        keyOf={({ alias }) => alias}
        textOf={({ alias }) => alias}
        empty={<Empty title={T.common.none} />}
        columns={columnsOf(request)}
        actions={isRunning(request) && <LookAgain of={request} mayNot={may ? undefined : T.shell.onlyLook} />}
      />
      <Proofs held={held} />
      {isRunning(request) && <Ways request={request} held={held} />}
    </SpaceBetween>
  );
}

function Waiting({ request: { aliases, waitingOn, deadline, nextCheckAt }, held }: StepsProps) {
  return (
    <Alert type="warning" header={T.glance.held(held.length, aliases.length)}>
      {T.request.who}: <b>{actorText(waitingOn)}</b>. {T.request.until}: <WhenAndHowFar iso={deadline} />.{' '}
      {nextCheckAt && (
        <>
          {T.request.nextLook}: <WhenAndHowFar iso={nextCheckAt} />.
        </>
      )}
    </Alert>
  );
}

/** The request waits no more. A case at AWS Support may go on: what it needs is shown still. */
function Over({ request }: { request: RequestView }) {
  const { type, headline, more } = glanceOf(request);
  return (
    <Alert type={type} header={<Sentence text={headline} />} action={<OpenRequest request={request} />}>
      <Sentence text={more} />
    </Alert>
  );
}

/** What the customer can do: release the names, or ask for help. */
function Ways({ request, held }: StepsProps) {
  const { siteId, requestId, helpAskedAt, step } = request;
  const whyNotYet = step === 'AwaitRelease' ? undefined : T.conflict.whyNotYet;
  const why = useMay('certificates.write') ? whyNotYet : T.shell.onlyLook;
  return (
    <SpaceBetween size="l">
      <Container header={<Header description={T.conflict.selfHelpMore}>{T.conflict.selfHelp}</Header>}>
        <ol className="plain">
          {T.conflict.places.map(([service, where]) => (
            <li key={service}>
              <b>{service}</b>: {where}
            </li>
          ))}
        </ol>
        <p>{T.conflict.thenRemove}</p>
      </Container>
      <Container header={<Header description={T.conflict.cannotMore}>{T.conflict.cannot}</Header>}>
        {helpAskedAt ? (
          <Indicator>
            {T.conflict.askedAt} <WhenAndHowFar iso={helpAskedAt} />
          </Indicator>
        ) : (
          <AskButton
            text={T.conflict.ask}
            mayNot={why}
            title={T.conflict.askTitle}
            label={T.conflict.askButton}
            act={() => call('certificates.askForHelp', { siteId, requestId })}
            said={T.conflict.asked}
          >
            {T.conflict.askText(held.length)}
          </AskButton>
        )}
      </Container>
    </SpaceBetween>
  );
}

const columnsOf = (request: RequestView): readonly Column<Held>[] => [
  {
    id: 'alias',
    header: T.request.name,
    minWidth: 180,
    cell: ({ alias }) => <Code>{alias}</Code>,
    sort: ({ alias }) => alias,
  },
  {
    id: 'holder',
    header: T.conflict.holder,
    minWidth: 180,
    cell: ({ conflict: { facts } }) => facts.service ?? facts.holder ?? facts.found ?? T.conflict.unknownHolder,
  },
  {
    id: 'todo',
    header: T.generate.result,
    minWidth: 280,
    cell: ({ conflict }) => (
      <>
        <Indicator type={toneOf(conflict)}>
          <Sentence text={conflict.message} />
        </Indicator>
        {isRunning(request) && (
          <Box padding={{ top: 'xxs' }}>
            <b>{actorLead(conflict.actor)}</b> <Sentence text={conflict.remedy} />
          </Box>
        )}
        <Release matter={['conflict', conflict]} />
      </>
    ),
  },
];

/** The proofs, and whether they are seen. */
function Proofs({ held }: { held: readonly Held[] }) {
  // AWS does not ask for one of every name.
  const proofs = held.flatMap((one) =>
    recordsToAdd(one.conflict).flatMap((record) => (record.type === 'TXT' ? [{ ...one, record }] : [])),
  );
  if (proofs.length === 0) return null;
  return (
    <DataTable
      title={T.conflict.proofs}
      description={T.conflict.proofsMore}
      items={proofs}
      keyOf={({ alias }) => alias}
      empty={<Empty title={T.common.none} />}
      actions={
        <CopyButton text={proofs.map(({ record }) => zoneLine(record)).join('\n')} label={T.generate.zoneFile} />
      }
      columns={[
        { id: 'record', header: T.generate.record, cell: ({ record }) => <RecordToAdd record={record} /> },
        { id: 'seen', header: T.conflict.seen, cell: ({ conflict }) => <Seen conflict={conflict} /> },
      ]}
    />
  );
}

function Seen({ conflict }: Pick<Held, 'conflict'>) {
  const seen = conflict.reason === 'OwnershipTxtSeen' || conflict.reason === 'OwnershipAtSupport';
  return (
    <>
      <Indicator type={seen ? 'success' : 'pending'}>{seen ? T.conflict.seenYes : T.conflict.seenNo}</Indicator>
      {conflict.facts.found && (
        <div className="quiet">
          {T.generate.found}: <Code>{conflict.facts.found}</Code>
        </div>
      )}
      <div>
        <Mend matter={['conflict', conflict]} />
      </div>
    </>
  );
}
