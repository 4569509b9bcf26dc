/** The status of a request, and the conditions of a name, in a word each. */
import Badge from '@cloudscape-design/components/badge';
import { Fragment } from 'react';
import type { ConditionView } from '../../core/api/answers-certificates.ts';
import type { Status } from '../../core/status.ts';
import { Indicator } from '../parts/states.tsx';
import { withTimes } from '../service/time.ts';
import { T } from '../texts.ts';
import { STATUSES, toneOf } from './words.ts';

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

/** A condition in a few letters; its words for screen readers and on hover. */
export function ConditionChip({ name, condition }: { name: string; condition: ConditionView | undefined }) {
  const said = condition ? withTimes(condition.message) : T.request.notYet;
  return (
    <span className="chip" title={said}>
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
