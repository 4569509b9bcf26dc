/** One certificate request, live: where it stands, who must act and until when, every name's conditions, what happened. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs, { type KeyValuePairsProps } from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import LiveRegion from '@cloudscape-design/components/live-region';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Steps from '@cloudscape-design/components/steps';
import { useState } from 'react';
import type { RequestView } from '../../core/view.ts';
import { Page } from '../frame/page.tsx';
import {
  Alongside,
  Code,
  Confirm,
  Copyable,
  Loaded,
  Sentence,
  StatusBadge,
  useNarrow,
  When,
  WhenAndHowFar,
} from '../parts/widgets.tsx';
import { to } from '../place.ts';
import { Migration } from '../renewal/migration.tsx';
import { Renewal } from '../renewal/renewal.tsx';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { glanceOf } from './glance.ts';
import { GoOn } from './go-on.tsx';
import { NamesTable } from './names-table.tsx';
import { Share } from './share.tsx';
import { Timeline } from './timeline.tsx';
import { isHeld, isRunning, openMatters, PHASES, phaseOf, STATUSES, serves, waitsForApproval, whoOf } from './words.ts';

export function RequestScreen({ names: [siteId = '', requestId = ''] }: ScreenProps) {
  const request = useLive(`request ${siteId} ${requestId}`, () => call('certificates.get', { siteId, requestId }));
  const history = useLive(`history ${siteId} ${requestId}`, () => call('certificates.history', { siteId, requestId }));
  const mayShare = useMay('certificates.write');
  const above = [
    { text: T.sites.title, href: to.sites() },
    { text: siteId, href: to.site(siteId) },
  ];
  const title = request.value ? T.request.title(request.value.prefix) : requestId;
  return (
    <Page
      title={title}
      above={above}
      description={requestId}
      actions={request.value && <Acts request={request.value} />}
    >
      <Loaded live={request}>
        {(value) => (
          <SpaceBetween size="l">
            <AtAGlance request={value} />
            <Migration request={value} />
            <NamesTable request={value} actions={mayShare && isShared(value) && <Share request={value} />} />
            {value.renewal && <Renewal renewal={value.renewal} />}
          </SpaceBetween>
        )}
      </Loaded>
      <Loaded live={history}>{({ events }) => <Timeline events={events} />}</Loaded>
    </Page>
  );
}

/** Somebody outside can do something about it. */
const isShared = (request: RequestView): boolean =>
  isRunning(request) &&
  !request.cancelAskedAt &&
  request.aliases.some(({ conditions }) =>
    openMatters(conditions).some(([, { actor }]) => actor === 'customer DNS' || actor === 'mailbox owner'),
  );

function AtAGlance({ request }: { request: RequestView }) {
  const { siteId, requestId, status, aliases } = request;
  const glance = glanceOf(request);
  const who = whoOf(request);
  const phase = phaseOf(request);
  return (
    <SpaceBetween size="l">
      <div>
        <LiveRegion hidden>
          {STATUSES[status].text}. {who && `${T.request.who}: ${who}.`}
        </LiveRegion>
        <Alert
          type={glance.type}
          header={<Sentence text={glance.headline} />}
          action={<WhereOn request={request} isHeld={aliases.some(isHeld)} />}
        >
          <Sentence text={glance.more} />
        </Alert>
      </div>
      <Container
        header={
          <Header actions={<Button href={to.workflow(siteId, requestId)}>{T.request.workflow}</Button>}>
            {T.request.glance}
          </Header>
        }
      >
        <SpaceBetween size="l">
          {phase !== undefined && <Progress phase={phase} isWarning={status === 'ACTION_REQUIRED'} />}
          <KeyValuePairs columns={4} items={[...factsOf(request), ...linksOf(request)]} />
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}

/** Where the reader goes from here, if anywhere. */
function WhereOn({ request, isHeld: held }: { request: RequestView; isHeld: boolean }) {
  const { siteId, requestId, status, replacedBy } = request;
  if (isRunning(request) && held)
    return <Button href={to.conflict(siteId, requestId)}>{T.request.openConflict}</Button>;
  return status === 'SUPERSEDED' && replacedBy ? (
    <Button href={to.request(siteId, replacedBy)}>{T.links.open}</Button>
  ) : null;
}

function factsOf(request: RequestView): KeyValuePairsProps.Item[] {
  const { status, alongside, deadline, since, nextCheckAt, method, target, notAfter } = request;
  return [
    {
      label: T.request.status,
      value: (
        <>
          <StatusBadge status={status} />
          <Alongside of={alongside} />
        </>
      ),
    },
    { label: T.request.who, value: whoOf(request) ?? T.common.none },
    { label: T.request.until, value: <WhenAndHowFar iso={deadline} /> },
    { label: T.request.nextLook, value: <WhenAndHowFar iso={nextCheckAt} /> },
    { label: T.request.since, value: <WhenAndHowFar iso={since} /> },
    { label: T.request.method, value: T.request.methods[method] },
    { label: T.request.target, value: <Copyable text={target} /> },
    { label: T.request.notAfter, value: notAfter ? <When iso={notAfter} /> : T.common.none },
  ];
}

/** What it has to do with other requests. One that is to go on in its place is stored only when this one has ended. */
function linksOf(request: RequestView): KeyValuePairsProps.Item[] {
  const { siteId, replaces, replacedBy, continues, without, offAir } = request;
  const others = { replaces, replacedBy: isRunning(request) ? null : replacedBy, continues };
  const names = { without, offAir };
  return [
    ...Object.entries(others).flatMap(([kind, other]) =>
      other
        ? [
            {
              label: T.links[kind as keyof typeof others],
              value: <Link href={to.request(siteId, other)}>{other}</Link>,
            },
          ]
        : [],
    ),
    ...Object.entries(names).flatMap(([kind, list]) =>
      list.length > 0
        ? [
            {
              label: T.links[kind as keyof typeof names],
              value: list.map((name) => (
                <div key={name}>
                  <Code>{name}</Code>
                </div>
              )),
            },
          ]
        : [],
    ),
  ];
}

function Progress({ phase, isWarning }: { phase: number; isWarning: boolean }) {
  const narrow = useNarrow();
  return (
    <Steps
      ariaLabel={T.request.progress}
      orientation={narrow ? 'vertical' : 'horizontal'}
      steps={PHASES.map(({ name }, at) => ({
        header: name,
        status: at < phase ? 'success' : at > phase ? 'stopped' : isWarning ? 'warning' : 'in-progress',
        statusIconAriaLabel: at < phase ? T.request.done : at > phase ? T.request.later : T.request.now,
      }))}
    />
  );
}

type Question = 'resend' | 'cancel' | 'goOn';

function Acts({ request }: { request: RequestView }) {
  const { siteId, requestId, status, prefix, aliases, failure, cancelAskedAt } = request;
  const [question, setQuestion] = useState<Question>();
  const may = useMay('certificates.write');
  const mayActivate = useMay('sites.write');
  const looking = useAct();
  const act = useAct();
  const one = { siteId, requestId };
  const ask = (wish: () => Promise<unknown>, said: string) => async () => {
    if (await act.run(wish)) notify('success', said);
    setQuestion(undefined);
  };
  const look = () =>
    looking.run(async () => {
      const { looking: is } = await call('certificates.checkAgain', one);
      notify('info', is ? T.request.looking : T.request.notLooking);
    });
  const activate = ask(() => call('sites.setPrefix', { siteId, prefix }), T.request.activated(prefix));
  const deactivate = ask(() => call('sites.clearPrefix', { siteId }), T.request.deactivated);
  const cancel = ask(() => call('certificates.cancel', one), T.request.canceling);
  const waiting = aliases.filter(waitsForApproval).map(({ alias }) => alias);
  const resend = ask(() => call('certificates.resend', one), T.request.resent(waiting));
  const close = () => setQuestion(undefined);
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {mayActivate && status === 'READY' && (
        <Button variant="primary" loading={act.busy} onClick={activate}>
          {T.request.activate}
        </Button>
      )}
      {mayActivate && status === 'ACTIVE' && (
        <Button loading={act.busy} onClick={deactivate}>
          {T.request.deactivate}
        </Button>
      )}
      {may && failure && status !== 'SUPERSEDED' && (
        <Button variant="primary" href={to.generate(siteId, prefix)}>
          {T.request.generateAgain}
        </Button>
      )}
      {may && (isRunning(request) || serves(request)) && (
        <Button iconName="refresh" loading={looking.busy} onClick={() => void look()}>
          {T.request.checkAgain}
        </Button>
      )}
      {may && isRunning(request) && waiting.length > 0 && request.method === 'EMAIL' && (
        <Button onClick={() => setQuestion('resend')}>{T.request.resendAll}</Button>
      )}
      {may && isRunning(request) && !cancelAskedAt && aliases.length > 1 && (
        <Button onClick={() => setQuestion('goOn')}>{T.goOn.button}</Button>
      )}
      {may && isRunning(request) && !cancelAskedAt && (
        <Button onClick={() => setQuestion('cancel')}>{T.request.cancel}</Button>
      )}
      {question === 'goOn' && <GoOn request={request} onClose={close} />}
      {question === 'resend' && (
        <Confirm
          title={T.request.resendTitle}
          label={T.request.resendButton}
          act={act}
          onConfirm={resend}
          onClose={close}
        >
          {T.request.resendMany(waiting.length)}
        </Confirm>
      )}
      {question === 'cancel' && (
        <Confirm title={T.request.cancelTitle} label={T.request.cancel} act={act} onConfirm={cancel} onClose={close}>
          {T.request.cancelText(aliases.length)}
        </Confirm>
      )}
    </SpaceBetween>
  );
}
