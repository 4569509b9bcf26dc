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
import { useEffect, useRef } from 'react';
import { isRunning, isServing } from '../../core/status.ts';
import type { RequestView } from '../../core/view.ts';
import { inSite } from '../frame/crumbs.ts';
import { Page } from '../frame/page.tsx';
import { AskButton, OpenButton } from '../parts/confirm.tsx';
import { Loaded } from '../parts/states.tsx';
import { Copyable, NameLines, Sentence, When, WhenAndHowFar } from '../parts/text.tsx';
import { useNarrow } from '../parts/width.ts';
import { to } from '../place.ts';
import { Migration } from '../renewal/migration.tsx';
import { Renewal } from '../renewal/renewal.tsx';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { useHistory, useRequest, useSite } from '../service/reads.ts';
import { useMay } from '../service/session.ts';
import { Deactivate } from '../site/deactivate.tsx';
import { isLeavingOrGone } from '../site/leaving.tsx';
import { RetirementState } from '../site/retirement.tsx';
import { T } from '../texts.ts';
import { glanceOf } from './glance.ts';
import { GoOn } from './go-on.tsx';
import { LookAgain } from './look-again.tsx';
import { NamesTable } from './names-table.tsx';
import { Share } from './share.tsx';
import { Alongside, StatusBadge } from './status.tsx';
import { Timeline } from './timeline.tsx';
import {
  actorText,
  isHeld,
  openMatters,
  type Progress,
  progressOf,
  STATUSES,
  waitingForClick,
  whoOf,
} from './words.ts';

export function RequestScreen({ names: [siteId = '', requestId = ''] }: ScreenProps) {
  const site = useSite(siteId).value;
  const request = useRequest(siteId, requestId);
  const history = useHistory(siteId, requestId);
  const mayShare = useMay('certificates.write');
  const leaves = site !== undefined && isLeavingOrGone(site);
  const title = request.value ? T.request.title(request.value.prefix) : requestId;
  return (
    <Page
      title={title}
      above={inSite(siteId, site?.name)}
      description={request.value && requestId}
      actions={request.value && <Acts request={request.value} isLeaving={leaves} />}
    >
      <Loaded live={request}>
        {(value) => (
          <SpaceBetween size="l">
            {site && <RetirementState site={site} />}
            <AtAGlance request={value} />
            <Migration request={value} />
            <NamesTable request={value} actions={mayShare && !leaves && isShared(value) && <Share request={value} />} />
            {value.renewal && <Renewal renewal={value.renewal} isLeaving={leaves} />}
          </SpaceBetween>
        )}
      </Loaded>
      <Loaded live={history}>{({ events }) => <Timeline events={events} />}</Loaded>
    </Page>
  );
}

/** Somebody outside can do something about it. */
function isShared({ status, aliases, leftOut, cancelAskedAt, renewal }: RequestView): boolean {
  if (!isServing({ status }) && (!isRunning({ status }) || cancelAskedAt)) return false;
  const isClickOfUse = renewal?.state !== 'IMPOSSIBLE';
  return [...aliases, ...leftOut].some(({ conditions }) =>
    openMatters(conditions).some(
      ([, { actor }]) => actor === 'customer DNS' || (actor === 'mailbox owner' && isClickOfUse),
    ),
  );
}

function AtAGlance({ request }: { request: RequestView }) {
  const { siteId, requestId, status, aliases } = request;
  const glance = glanceOf(request);
  const who = whoOf(request);
  const progress = progressOf(request);
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
          {progress && <ProgressBar {...progress} isWarning={status === 'ACTION_REQUIRED'} />}
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
    { label: T.request.who, value: whoOf(request) ?? whoAfter(request) ?? T.common.none },
    { label: T.request.until, value: <WhenAndHowFar iso={deadline} /> },
    { label: T.request.nextLook, value: <WhenAndHowFar iso={nextCheckAt} /> },
    { label: T.request.since, value: <WhenAndHowFar iso={since} /> },
    { label: T.request.method, value: T.request.methods[method] },
    { label: T.request.target, value: <Copyable text={target} /> },
    { label: T.request.notAfter, value: notAfter ? <When iso={notAfter} /> : T.common.none },
  ];
}

/** Who must act so that another can succeed. */
const whoAfter = ({ failure }: RequestView): string | undefined =>
  failure && failure.actor !== 'nobody' ? actorText(failure.actor) : undefined;

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
              value: <NameLines names={list} />,
            },
          ]
        : [],
    ),
  ];
}

function ProgressBar({ phases, at: now, isWarning }: Progress & { isWarning: boolean }) {
  const narrow = useNarrow();
  return (
    <Steps
      ariaLabel={T.request.progress}
      orientation={narrow ? 'vertical' : 'horizontal'}
      steps={phases.map(({ name }, at) => ({
        header: name,
        status: at < now ? 'success' : at > now ? 'stopped' : isWarning ? 'warning' : 'in-progress',
        statusIconAriaLabel: at < now ? T.request.done : at > now ? T.request.later : T.request.now,
      }))}
    />
  );
}

/** Nothing new begins for a site that is on its way out. */
function Acts({ request, isLeaving: leaves }: { request: RequestView; isLeaving: boolean }) {
  const { siteId, status, prefix, aliases, failure, cancelAskedAt } = request;
  const may = useMay('certificates.write');
  const waiting = waitingForClick(request);
  const mayEnd = may && isRunning(request) && !cancelAskedAt;
  const mayActivate = useMay('sites.write');
  const act = useAct();
  useFocusKept(`${status} ${cancelAskedAt}`);
  const activate = async () => {
    if (await act.run(() => call('sites.setPrefix', { siteId, prefix }))) notify('success', T.settings.saved(prefix));
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {mayActivate && !leaves && status === 'READY' && (
        <Button variant="primary" loading={act.busy} onClick={() => void activate()}>
          {T.request.activate}
        </Button>
      )}
      {mayActivate && status === 'ACTIVE' && <Deactivate siteId={siteId} />}
      {may && !leaves && failure && status !== 'SUPERSEDED' && (
        <Button variant="primary" href={to.generate(siteId, prefix)}>
          {T.request.generateAgain}
        </Button>
      )}
      {may && (isRunning(request) || isServing(request)) && <LookAgain of={request} />}
      {may && waiting.length > 0 && <ResendAll of={request} waiting={waiting} />}
      {mayEnd && aliases.length > 1 && (
        <OpenButton text={T.goOn.button}>{(close) => <GoOn request={request} onClose={close} />}</OpenButton>
      )}
      {mayEnd && <Cancel request={request} />}
    </SpaceBetween>
  );
}

/** What was pressed is not offered any more: then the focus goes to the screen, as when it was opened. `offered`: changes with it. */
function useFocusKept(offered: string): void {
  const before = useRef(offered);
  useEffect(() => {
    if (before.current === offered) return;
    before.current = offered;
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [offered]);
}

function ResendAll({ of: { siteId, requestId }, waiting }: { of: RequestView; waiting: readonly string[] }) {
  return (
    <AskButton
      text={T.request.resendAll}
      title={T.request.resendTitle}
      label={T.request.resendButton}
      act={() => call('certificates.resend', { siteId, requestId })}
      said={T.request.resent(waiting)}
    >
      {T.request.resendMany(waiting.length)}
    </AskButton>
  );
}

function Cancel({ request: { siteId, requestId, aliases } }: { request: RequestView }) {
  return (
    <AskButton
      title={T.request.cancelTitle}
      label={T.request.cancel}
      act={() => call('certificates.cancel', { siteId, requestId })}
      said={T.request.canceling}
    >
      {T.request.cancelText(aliases.length)}
    </AskButton>
  );
}
