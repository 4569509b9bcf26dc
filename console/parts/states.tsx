/** What there is to say of a value before, instead of and beside it: its state, that it is being read, that it is refused or empty. */
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button, { type ButtonProps } from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import { to } from '../place.ts';
import type { Problem } from '../service/api.ts';
import { type Live, refresh } from '../service/live.ts';
import { T } from '../texts.ts';
import { otherFields } from './field-problems.ts';
import { Sentence } from './text.tsx';

/** Cloudscape's, but its words break as words do. */
export function Indicator({ children, ...props }: StatusIndicatorProps) {
  return (
    <StatusIndicator {...props}>
      <span className="said">{children}</span>
    </StatusIndicator>
  );
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

/** A button that cannot be pressed says why. */
export const unless = (why: string | undefined): Pick<ButtonProps, 'disabled' | 'disabledReason'> =>
  why === undefined ? {} : { disabled: true, disabledReason: why };

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
