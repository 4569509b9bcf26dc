/** "Identity already exists": who holds which name, what a customer can do alone, and how AWS is asked when that is not possible. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ConditionView } from '../../core/api/answers-certificates.ts';
import { recordToAdd } from '../../core/record-to-add.ts';
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

function Solved({ request }: { request: RequestView }) {
  return (
    <Alert
      type="success"
      header={T.conflict.solved}
      action={<Button href={to.request(request.siteId, request.requestId)}>{T.site.openRequest}</Button>}
    >
      {isRunning(request) && T.conflict.solvedMore}
    </Alert>
  );
}

function Steps({ request, held }: { request: RequestView; held: Held[] }) {
  const { siteId, requestId, helpAskedAt, deadline, nextCheckAt, waitingOn } = request;
  const may = useMay('certificates.write');
  const why = may ? whyNotAsk(request) : T.shell.onlyLook;
  return (
    <SpaceBetween size="l">
      <Alert type="warning" header={T.glance.held(held.length, request.aliases.length)}>
        {T.request.who}: <b>{actorText(waitingOn)}</b>. {T.request.until}: <WhenAndHowFar iso={deadline} />.{' '}
        {nextCheckAt && (
          <>
            {T.request.nextLook}: <WhenAndHowFar iso={nextCheckAt} />.
          </>
        )}
      </Alert>
      <DataTable
        title={T.conflict.held}
        items={held}
        keyOf={({ alias }) => alias}
        textOf={({ alias }) => alias}
        empty={<Empty title={T.common.none} />}
        columns={HELD}
        actions={isRunning(request) && <LookAgain of={request} mayNot={may ? undefined : T.shell.onlyLook} />}
      />
      <Proofs held={held} />
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

function whyNotAsk({ step, status }: RequestView): string | undefined {
  if (!isRunning({ status })) return T.conflict.whyOver;
  return step === 'AwaitRelease' ? undefined : T.conflict.whyNotYet;
}

const HELD: readonly Column<Held>[] = [
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
        <Box padding={{ top: 'xxs' }}>
          <b>{actorLead(conflict.actor)}</b> <Sentence text={conflict.remedy} />
        </Box>
        <Release matter={['conflict', conflict]} />
      </>
    ),
  },
];

/** The proofs, and whether they are seen. */
function Proofs({ held }: { held: readonly Held[] }) {
  // AWS does not ask for one of every name.
  const proofs = held.flatMap((one) => {
    const record = recordToAdd(one.conflict);
    return record?.type === 'TXT' ? [{ ...one, record }] : [];
  });
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
