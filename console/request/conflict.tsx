/** "Identity already exists": who holds which name, what a customer can do alone, and how AWS is asked when that is not possible. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { ConditionView } from '../../core/api/answers.ts';
import type { AliasView, RequestView } from '../../core/view.ts';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import {
  Code,
  Confirm,
  Copyable,
  CopyButton,
  Empty,
  Indicator,
  Loaded,
  Sentence,
  WhenAndHowFar,
} from '../parts/widgets.tsx';
import { to } from '../place.ts';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { Mend, Release } from './findings.tsx';
import { actorText, isHeld, isRunning, toneOf } from './words.ts';

/** A name that is held, with what is known of that. */
type Held = { alias: string; conflict: ConditionView };

export function Conflict({ names: [siteId = '', requestId = ''] }: ScreenProps) {
  const request = useLive(`request ${siteId} ${requestId}`, () => call('certificates.get', { siteId, requestId }));
  const above = [
    { text: T.sites.title, href: to.sites() },
    { text: siteId, href: to.site(siteId) },
    { text: request.value ? T.request.title(request.value.prefix) : requestId, href: to.request(siteId, requestId) },
  ];
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

function Solved({ request: { siteId, requestId } }: { request: RequestView }) {
  return (
    <Alert
      type="success"
      header={T.conflict.solved}
      action={<Button href={to.request(siteId, requestId)}>{T.site.openRequest}</Button>}
    >
      {T.conflict.solvedMore}
    </Alert>
  );
}

function Steps({ request, held }: { request: RequestView; held: Held[] }) {
  const { siteId, requestId, helpAskedAt, deadline, nextCheckAt, waitingOn } = request;
  const [asking, setAsking] = useState(false);
  const looking = useAct();
  const act = useAct();
  const look = () =>
    looking.run(async () => {
      const { looking: is } = await call('certificates.checkAgain', { siteId, requestId });
      notify('info', is ? T.request.looking : T.request.notLooking);
    });
  const ask = async () => {
    if (await act.run(() => call('certificates.askForHelp', { siteId, requestId })))
      notify('success', T.conflict.asked);
    setAsking(false);
  };
  const may = useMay('certificates.write');
  const why = may ? whyNotAsk(request) : T.shell.onlyLook;
  const proofs = held.filter(({ conflict: { facts } }) => facts.record && facts.value);
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
        actions={
          <Button
            iconName="refresh"
            loading={looking.busy}
            disabled={!may || !isRunning(request)}
            onClick={() => void look()}
          >
            {T.request.checkAgain}
          </Button>
        }
      />
      {proofs.length > 0 && <Proofs proofs={proofs} />}
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
          <Button disabled={why !== undefined} {...(why && { disabledReason: why })} onClick={() => setAsking(true)}>
            {T.conflict.ask}
          </Button>
        )}
      </Container>
      {asking && (
        <Confirm
          title={T.conflict.askTitle}
          label={T.conflict.askButton}
          act={act}
          onConfirm={() => void ask()}
          onClose={() => setAsking(false)}
        >
          {T.conflict.askText(held.length)}
        </Confirm>
      )}
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
          <b>{actorText(conflict.actor)}:</b> <Sentence text={conflict.remedy} />
        </Box>
        <Release matter={['conflict', conflict]} />
      </>
    ),
  },
];

/** The TXT records that prove to AWS whose names they are, and whether they are seen. */
function Proofs({ proofs }: { proofs: readonly Held[] }) {
  const lines = proofs.map(({ conflict: { facts } }) => `${facts.record}. 300 IN TXT "${facts.value}"`);
  return (
    <DataTable
      title={T.conflict.proofs}
      description={T.conflict.proofsMore}
      items={proofs}
      keyOf={({ alias }) => alias}
      empty={<Empty title={T.common.none} />}
      actions={<CopyButton text={lines.join('\n')} label={T.generate.zoneFile} />}
      columns={[
        {
          id: 'record',
          header: T.generate.record,
          cell: ({ conflict: { facts } }) => (
            <div>
              <Copyable text={facts.record ?? ''} />
              <div className="record quiet">
                TXT <Copyable text={`"${facts.value ?? ''}"`} what={`${facts.value} for ${facts.record}`} />
              </div>
            </div>
          ),
        },
        {
          id: 'seen',
          header: T.conflict.seen,
          cell: ({ conflict }) => (
            <>
              <Indicator
                type={
                  conflict.reason === 'OwnershipTxtSeen' || conflict.reason === 'OwnershipAtSupport'
                    ? 'success'
                    : 'pending'
                }
              >
                {conflict.reason === 'OwnershipTxtSeen' || conflict.reason === 'OwnershipAtSupport'
                  ? T.conflict.seenYes
                  : T.conflict.seenNo}
              </Indicator>
              {conflict.facts.found && (
                <div className="quiet">
                  {T.generate.found}: <Code>{conflict.facts.found}</Code>
                </div>
              )}
              <div>
                <Mend matter={['conflict', conflict]} />
              </div>
            </>
          ),
        },
      ]}
    />
  );
}
