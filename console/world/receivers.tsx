/** Receivers of webhooks in the simulated world: what each answers, and the messages that have arrived. */
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Choice, Form, TextField } from '../parts/form.tsx';
import { Back } from '../parts/simulated.tsx';
import { Empty, Indicator, Loaded } from '../parts/states.tsx';
import { Code, When } from '../parts/text.tsx';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { type Received, type ReceiverAnswer, type Receivers as Seen, world } from '../service/simulation.ts';
import { T } from '../texts.ts';

/** As local/scenery.ts has it, and what receivers answer until told otherwise. */
const [RECEIVER, USUAL] = ['hooks.example.com', 204] as const;
const ANSWERS: readonly ReceiverAnswer[] = [USUAL, 500, 429, 410, 'hang up', 'no answer'];

const inWords = (answer: ReceiverAnswer): string => T.world.answerKinds[String(answer)] ?? String(answer);

export function Receivers({ query }: ScreenProps) {
  const seen = useLive('receivers', world.receivers);
  const [added, setAdded] = useState<readonly string[]>([]);
  return (
    <Page title={T.navigation.receivers} simulated description={T.world.receiversMore}>
      <Back query={query} />
      <Loaded live={seen}>
        {(all) => (
          <SpaceBetween size="l">
            <DataTable
              title={T.world.receivers}
              items={hostsIn(all, added)}
              keyOf={({ host }) => host}
              columns={HOSTS}
              empty={<Empty title={T.common.none} />}
            />
            <AddReceiver add={(host) => setAdded([...added, host])} />
            <DataTable
              title={T.world.deliveries}
              items={all.received}
              keyOf={({ at, headers }) => `${headers['webhook-id']} ${at}`}
              textOf={({ host, body }) => `${host} ${body}`}
              find={T.world.findDelivery}
              columns={MESSAGES}
              pageSize={10}
              empty={<Empty title={T.world.noDeliveries}>{T.world.noDeliveriesMore}</Empty>}
            />
          </SpaceBetween>
        )}
      </Loaded>
    </Page>
  );
}

interface Host {
  host: string;
  answer: ReceiverAnswer;
}

function hostsIn({ received, answers }: Seen, added: readonly string[]): Host[] {
  const names = new Set([RECEIVER, ...added, ...Object.keys(answers), ...received.map(({ host }) => host)]);
  return [...names].sort().map((host) => ({ host, answer: answers[host] ?? USUAL }));
}

const HOSTS: readonly Column<Host>[] = [
  { id: 'host', header: T.world.receiver, cell: ({ host }) => <Code>{host}</Code> },
  { id: 'answer', header: T.world.answersWith, minWidth: 240, cell: (host) => <Answering {...host} /> },
];

function Answering({ host, answer }: Host) {
  const act = useAct();
  const choose = async (chosen: string) => {
    const value = ANSWERS.find((one) => String(one) === chosen) ?? USUAL;
    if (await act.run(() => world.setAnswer(host, value))) notify('success', T.world.answersNow(host, inWords(value)));
  };
  return (
    <Choice
      ariaLabel={`${T.world.answersWith} ${host}`}
      value={String(answer)}
      options={ANSWERS.map((value) => ({ value: String(value), label: inWords(value) }))}
      onChange={choose}
    />
  );
}

function AddReceiver({ add }: { add: (host: string) => void }) {
  const [host, setHost] = useState('');
  const name = host.trim().toLowerCase();
  const submit = () => {
    add(name);
    setHost('');
  };
  return (
    <Form onSubmit={submit}>
      <SpaceBetween direction="horizontal" size="xs" alignItems="end">
        <TextField label={T.world.addReceiver} hint={T.world.addReceiverHint} value={host} onChange={setHost} />
        <Button formAction="submit" disabled={name === ''}>
          {T.world.add}
        </Button>
      </SpaceBetween>
    </Form>
  );
}

const MESSAGES: readonly Column<Received>[] = [
  { id: 'at', header: T.world.arrived, minWidth: 150, cell: ({ at }) => <When iso={at} form="exact" /> },
  {
    id: 'message',
    header: T.world.message,
    minWidth: 300,
    cell: (message) => (
      <>
        <Code>{typeOf(message)}</Code>
        <div className="quiet">
          <Code>{`${message.host}${message.path}`}</Code>
        </div>
        <ExpandableSection
          headerText={T.world.body}
          headerAriaLabel={`${T.world.body} ${message.headers['webhook-id']}`}
        >
          <pre>{asSent(message)}</pre>
        </ExpandableSection>
      </>
    ),
  },
  {
    id: 'answered',
    header: T.world.answered,
    minWidth: 160,
    cell: ({ answered }) => (
      <Indicator type={typeof answered === 'number' && answered < 300 ? 'success' : 'error'}>
        {inWords(answered)}
      </Indicator>
    ),
  },
];

/** Anybody may post anything to a receiver. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function typeOf({ body }: Received): string {
  const message = parsed(body);
  const type = typeof message === 'object' && message !== null && 'type' in message ? message.type : undefined;
  return typeof type === 'string' ? type : T.world.message;
}

function asSent({ headers, body }: Received): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const message = parsed(body);
  return [...lines, '', message === undefined ? body : JSON.stringify(message, null, 2)].join('\n');
}
