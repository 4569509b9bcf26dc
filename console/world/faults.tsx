/** Faults that calls of AWS are to meet in the simulated world: the form that sets one, and those that are set. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { DataTable } from '../parts/data-table.tsx';
import { ChoiceField, Form, TextField } from '../parts/form.tsx';
import { Empty, ProblemAlert } from '../parts/states.tsx';
import { Code } from '../parts/text.tsx';
import { useAct } from '../service/act.ts';
import { notify } from '../service/notices.ts';
import { type Fault, world } from '../service/simulation.ts';
import { T } from '../texts.ts';

const SERVICES = [
  'acm',
  'cloudfront',
  'dynamodb',
  'eventbridge',
  'kms',
  'route53',
  'servicequotas',
  'ses',
  'ssm',
  'states',
  'lambda',
].map((value) => ({ value }));
const KINDS = (['refuse', 'delay', 'drop', 'repeat', 'lose', 'crash'] as const).map((value) => ({
  value,
  label: T.world.faultKinds[value],
}));
/** Milliseconds: longer than the SDK waits for an answer. */
const DELAY_MS = 30_000;

export function AddFault() {
  const [service, setService] = useState('acm');
  const [operation, setOperation] = useState('*');
  const [kind, setKind] = useState<Fault['kind']>('refuse');
  const [error, setError] = useState('ThrottlingException');
  const [times, setTimes] = useState('1');
  const act = useAct({ told: true });
  const add = async () => {
    const fault: Fault = {
      kind,
      service,
      operation: operation.trim(),
      ...(times.trim() !== '' && { times: Number(times) }),
      ...(kind === 'refuse' && { error: error.trim() }),
      ...(kind === 'delay' && { ms: DELAY_MS }),
      ...(kind === 'crash' && { when: 'after' as const }),
    };
    if (await act.run(() => world.addFault(fault))) notify('success', T.world.faultAdded);
  };
  return (
    <Form onSubmit={add}>
      <Container header={<Header description={T.world.faultMore}>{T.world.addFault}</Header>}>
        <SpaceBetween size="m">
          {act.problem && <ProblemAlert problem={act.problem} />}
          <ChoiceField label={T.world.service} value={service} options={SERVICES} onChange={setService} />
          <TextField label={T.world.operation} hint={T.world.operationHint} value={operation} onChange={setOperation} />
          <ChoiceField label={T.world.faultKind} value={kind} options={KINDS} onChange={setKind} />
          {kind === 'refuse' && <TextField label={T.world.error} value={error} onChange={setError} />}
          <TextField label={T.world.times} hint={T.world.timesHint} type="number" value={times} onChange={setTimes} />
          <Button variant="primary" formAction="submit" loading={act.busy}>
            {T.world.addFault}
          </Button>
        </SpaceBetween>
      </Container>
    </Form>
  );
}

export function Faults({ faults }: { faults: readonly Fault[] }) {
  const act = useAct();
  const rows = faults.map((fault, at) => ({ ...fault, id: String(at) }));
  return (
    <DataTable
      title={T.world.faults}
      items={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          id: 'call',
          header: T.world.call,
          cell: ({ service, operation }) => <Code>{`${service}.${operation}`}</Code>,
        },
        {
          id: 'kind',
          header: T.world.faultKind,
          cell: ({ kind, error }) => `${T.world.faultKinds[kind]}${error ? ` (${error})` : ''}`,
        },
        { id: 'times', header: T.world.times, cell: ({ times }) => times ?? T.world.forEver },
      ]}
      empty={<Empty title={T.world.noFaults} />}
      actions={
        faults.length > 0 && (
          <Button loading={act.busy} onClick={() => void act.run(() => world.clearFaults())}>
            {T.world.clearFaults}
          </Button>
        )
      }
    />
  );
}
