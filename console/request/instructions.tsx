/** What a link shows to whoever owns the DNS or reads a mailbox: records and addresses, what is seen of them, until when. No session, no way further in. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { InstructionsAnswer } from '../../core/api/answers-notify.ts';
import { Page } from '../frame/page.tsx';
import { Indicator, Loading, ProblemAlert } from '../parts/states.tsx';
import { Code, CopyButton, NamesUnder, Sentence, WhenAndHowFar } from '../parts/text.tsx';
import type { ScreenProps } from '../screens.ts';
import { call } from '../service/api.ts';
import { useLive } from '../service/live.ts';
import { T } from '../texts.ts';
import { RecordToAdd } from './record.tsx';
import { zoneLine } from './zone-line.ts';

export function Instructions({ names: [token = ''] }: ScreenProps) {
  const { value, problem } = useLive(`instructions ${token}`, () => call('instructions.get', { token }));
  const actions = value && (
    <SpaceBetween direction="horizontal" size="xs">
      <CopyButton text={zoneFile(value)} label={T.instructions.copyAll} />
      <Button onClick={() => window.print()}>{T.instructions.print}</Button>
    </SpaceBetween>
  );
  return (
    <Page
      title={T.instructions.title}
      description={T.instructions.about}
      actions={value && hasOpen(value) ? actions : undefined}
    >
      {problem ? <ProblemAlert problem={problem} /> : value ? <Shown answer={value} /> : <Loading />}
    </Page>
  );
}

const hasOpen = ({ instructions }: InstructionsAnswer): boolean => instructions.some(({ state }) => state !== 'done');

function Shown({ answer }: { answer: InstructionsAnswer }) {
  const { instructions, deadline, expiresAt } = answer;
  return (
    <SpaceBetween size="m">
      {hasOpen(answer) && deadline && (
        <Alert type="info" header={T.instructions.until}>
          <WhenAndHowFar iso={deadline} />
        </Alert>
      )}
      {!hasOpen(answer) && <Alert type="success">{T.instructions.nothing}</Alert>}
      {instructions.map((instruction) => (
        <Instruction key={keyOf(instruction)} instruction={instruction} />
      ))}
      <p className="quiet">
        {T.instructions.ends} <WhenAndHowFar iso={expiresAt} />
      </p>
    </SpaceBetween>
  );
}

type Item = InstructionsAnswer['instructions'][number];

/** A name may have several things to do, without a record each. */
const keyOf = ({ alias, seen, todo }: Item): string => `${alias} ${seen} ${todo}`;

const TONES = { open: 'pending', done: 'success', unknown: 'warning' } as const;

function Instruction({ instruction }: { instruction: Item }) {
  const { alias, state, seen, since, todo, records, mailboxes } = instruction;
  return (
    <Container
      header={
        <Header
          variant="h2"
          actions={<Indicator type={TONES[state]}>{T.instructions.states[state]}</Indicator>}
          description={<Sentence text={seen} />}
        >
          <Code>{alias}</Code>
        </Header>
      }
    >
      <SpaceBetween size="xs">
        {state !== 'done' && (
          <p>
            <Sentence text={todo} />
          </p>
        )}
        {records.map((record) => (
          <RecordToAdd key={record.name} record={record} />
        ))}
        <NamesUnder title={T.instructions.mailboxes} names={mailboxes} />
        {mailboxes.length > 0 && <p>{T.instructions.genuine(alias)}</p>}
        <p className="quiet">
          {T.instructions.since} <WhenAndHowFar iso={since} />
        </p>
      </SpaceBetween>
    </Container>
  );
}

function zoneFile({ instructions }: InstructionsAnswer): string {
  const lines = instructions.flatMap(({ state, records }) => (state === 'done' ? [] : records.map(zoneLine)));
  return lines.length > 0 ? lines.join('\n') : instructions.map(({ todo }) => todo).join('\n');
}
