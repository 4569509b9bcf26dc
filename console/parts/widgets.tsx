/** The pieces that every screen is made of. They show; what happens at a press is given to them. */
import Alert from '@cloudscape-design/components/alert';
import Badge from '@cloudscape-design/components/badge';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Link from '@cloudscape-design/components/link';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { Fragment, type ReactNode, useSyncExternalStore } from 'react';
import type { ConditionView } from '../../core/api/answers.ts';
import type { Status } from '../../core/request.ts';
import { to } from '../place.ts';
import { STATUSES, toneOf } from '../request/words.ts';
import { type Act, otherFields } from '../service/act.ts';
import type { Problem } from '../service/api.ts';
import { type Live, refresh } from '../service/live.ts';
import { useStore } from '../service/store.ts';
import { distance, format, second, utc, withTimes } from '../service/time.ts';
import { T } from '../texts.ts';

/** Cloudscape's, but its words break as words do. */
export function Indicator({ children, ...props }: StatusIndicatorProps) {
  return (
    <StatusIndicator {...props}>
      <span className="said">{children}</span>
    </StatusIndicator>
  );
}

export function StatusBadge({ status }: { status: Status }) {
  const { tone, text } = STATUSES[status];
  return <Indicator type={tone}>{text}</Indicator>;
}

/** What stands beside READY or ACTIVE. */
export function Alongside({ of }: { of: readonly (keyof typeof T.alongside)[] }) {
  return of.map((each) => (
    <Fragment key={each}>
      {' '}
      <Badge color={each === 'DEGRADED' ? 'severity-medium' : 'blue'}>{T.alongside[each]}</Badge>
    </Fragment>
  ));
}

/** In the reader's zone, UTC on hover. */
export function When({ iso, form = 'short' }: { iso: string; form?: 'short' | 'exact' }) {
  return (
    <time dateTime={iso} title={utc(iso)}>
      {format(iso, form)}
    </time>
  );
}

export function HowFar({ iso }: { iso: string }) {
  useStore(second);
  return (
    <span className="quiet" title={utc(iso)}>
      ({distance(iso)})
    </span>
  );
}

export function WhenAndHowFar({ iso }: { iso: string | null | undefined }) {
  return iso ? (
    <span>
      <When iso={iso} /> <HowFar iso={iso} />
    </span>
  ) : (
    T.common.none
  );
}

/** Letters: a longer name fits into no column of a table. */
const LONG_NAME = 20;

/** The service's sentences carry times as machines write them; here they become times for people. */
export function Sentence({ text }: { text: string }) {
  const pieces = text.split(/(\d{4}-\d\d-\d\dT[\d:.]+Z)/);
  return pieces.map((piece, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which never move
    at % 2 === 1 ? <When key={at} iso={piece} /> : <Breaking key={at} text={piece} longest={LONG_NAME} />,
  );
}

/** A name or a value as a machine reads it. */
export function Code({ children }: { children: string }) {
  return (
    <code>
      <Breaking text={children} longest={0} />
    </code>
  );
}

/** Words of more letters than this break after their dots; a shorter one goes into the next line whole. */
function Breaking({ text, longest }: { text: string; longest: number }) {
  const pieces = text.split(/(\s+)/).flatMap((word) => (word.length > longest ? word.split(/(?<=\.)/) : [word]));
  return pieces.map((piece, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text, which never move
    <Fragment key={at}>
      {pieces[at - 1]?.endsWith('.') && <wbr />}
      {piece}
    </Fragment>
  ));
}

export function Copyable({ text, what = text }: { text: string; what?: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      textToDisplay={<Code>{text}</Code>}
      copyButtonAriaLabel={T.common.copy(what)}
      copySuccessText={T.common.copied}
      copyErrorText={T.common.notCopied}
      popoverRenderWithPortal
    />
  );
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  return (
    <CopyToClipboard
      textToCopy={text}
      copyButtonText={label}
      copySuccessText={T.common.copied}
      copyErrorText={T.common.notCopied}
      popoverRenderWithPortal
    />
  );
}

/** A condition in a few letters; its words for screen readers and on hover. */
export function ConditionChip({ name, condition }: { name: string; condition: ConditionView | undefined }) {
  const said = condition ? withTimes(condition.message) : T.request.notYet;
  return (
    <span className={condition ? 'chip' : 'chip pale'} title={said}>
      <Indicator
        type={condition ? toneOf(condition) : 'stopped'}
        {...(!condition && { colorOverride: 'grey' as const })}
      >
        {name}
        <span className="unseen">: {said}</span>
      </Indicator>
    </span>
  );
}

/** Marks what exists in the simulated world only. */
export function Simulated({ children = T.shell.simulation }: { children?: ReactNode }) {
  return <span className="simulated">{children}</span>;
}

/** A way into the simulated world from a real screen. */
export function SimulatedLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className="simulated" href={href}>
      {children}
    </a>
  );
}

/** From a screen of the simulated world to where the reader was. */
export function Back({ query }: { query: URLSearchParams }) {
  const back = query.get('back') ?? '';
  return back.startsWith('#/') ? <Link href={back}>{T.world.back}</Link> : null;
}

export function ProblemAlert({ problem, children }: { problem: Problem; children?: ReactNode }) {
  return (
    <Alert type="error" header={<Sentence text={problem.message} />}>
      {problem.remedy && (
        <p>
          <Sentence text={problem.remedy} />
        </p>
      )}
      {children}
      {problem.callId && problem.status >= 500 && <p className="quiet">{T.shell.callId(problem.callId)}</p>}
    </Alert>
  );
}

/** Why a form was refused, where no field of it shows it. */
export function FormProblem({ problem, fields }: { problem: Problem | undefined; fields: readonly string[] }) {
  if (!problem || (problem.fields.length > 0 && otherFields(problem, fields).length === 0)) return null;
  return <ProblemAlert problem={problem} />;
}

/** A live value once it is there; until then a word of it, and why it cannot be shown. */
export function Loaded<Value>({ live, children }: { live: Live<Value>; children: (value: Value) => ReactNode }) {
  const { value, problem } = live;
  return (
    <SpaceBetween size="m">
      {problem && (
        <ProblemAlert problem={problem}>
          {problem.status === 404 ? (
            <Button href={to.sites()}>{T.shell.allSites}</Button>
          ) : (
            <Button onClick={() => void refresh()}>{T.shell.again}</Button>
          )}
        </ProblemAlert>
      )}
      {value === undefined ? !problem && <Loading /> : children(value)}
    </SpaceBetween>
  );
}

export function Loading() {
  return (
    <Box padding="l" textAlign="center">
      <Indicator type="loading">{T.shell.loading}</Indicator>
    </Box>
  );
}

export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <Box textAlign="center" padding={{ vertical: 'm' }}>
      <SpaceBetween size="xs">
        <b>{title}</b>
        {children && <Box color="text-body-secondary">{children}</Box>}
        {action}
      </SpaceBetween>
    </Box>
  );
}

export interface ConfirmProps {
  title: string;
  label: string;
  act: Act;
  /** Why it cannot be confirmed yet. */
  why?: string | undefined;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before an act that reaches other people or takes something away. */
export function Confirm({ title, label, act, why, onConfirm, onClose, children }: ConfirmProps) {
  const footer = (
    <Box float="right">
      <SpaceBetween direction="horizontal" size="xs">
        <Button variant="link" onClick={onClose}>
          {T.common.cancel}
        </Button>
        <Button
          variant="primary"
          loading={act.busy}
          disabled={why !== undefined}
          {...(why && { disabledReason: why })}
          onClick={onConfirm}
        >
          {label}
        </Button>
      </SpaceBetween>
    </Box>
  );
  return (
    <Modal visible header={title} footer={footer} onDismiss={onClose} closeAriaLabel={T.common.cancel}>
      {children}
    </Modal>
  );
}

/** Narrower than a table can be read on. */
const NARROW = window.matchMedia('(max-width: 47rem)');

export const useNarrow = () => useMedia(NARROW);

export function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (tell) => {
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
    () => query.matches,
  );
}
