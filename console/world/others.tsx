/** Other people in the simulated CloudFront, who hold names and let them go, and AWS Support, who moves them. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { ChoiceField, Form, TextField } from '../parts/form.tsx';
import { Back } from '../parts/simulated.tsx';
import { Empty, Indicator, Loaded, ProblemAlert } from '../parts/states.tsx';
import { Code, NameLines, WhenAndHowFar } from '../parts/text.tsx';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { type Holder, type SupportCase, type TxtDemand, world } from '../service/simulation.ts';
import { T } from '../texts.ts';

export function Others({ query }: ScreenProps) {
  const holders = useLive('holders', world.holders);
  const cases = useLive('support cases', world.supportCases);
  const demand = useLive('txt demand', world.txtDemand);
  return (
    <Page title={T.navigation.others} simulated description={T.world.othersMore}>
      <Back query={query} />
      <Hold wanted={query.get('name') ?? ''} />
      <Loaded live={holders}>
        {(all) => (
          <DataTable
            title={T.world.holders}
            items={all}
            keyOf={({ id }) => id}
            textOf={({ aliases, account }) => `${aliases.join(' ')} ${account}`}
            columns={HOLDERS}
            empty={<Empty title={T.world.noHolders}>{T.world.noHoldersMore}</Empty>}
          />
        )}
      </Loaded>
      <FileCase />
      <Loaded live={cases}>
        {(all) => (
          <DataTable
            title={T.world.cases}
            items={all}
            keyOf={({ caseId }) => caseId}
            columns={CASES}
            empty={<Empty title={T.world.noCases}>{T.world.noCasesMore}</Empty>}
          />
        )}
      </Loaded>
      <Loaded live={demand}>{(value) => <Demand value={value} />}</Loaded>
    </Page>
  );
}

/** Who can hold a name: accounts as local/foreign.ts has them. */
const KINDS = [
  { value: 'distribution', label: T.world.kinds.distribution },
  { value: 'disabled', label: T.world.kinds.disabled },
  { value: 'wildcard', label: T.world.kinds.wildcard },
  { value: 'tenant', label: T.world.kinds.tenant },
  { value: 'amplify', label: T.world.kinds.amplify },
] as const;
const AMPLIFY_ACCOUNT = '000000155257';

function Hold({ wanted }: { wanted: string }) {
  const [alias, setAlias] = useState(wanted);
  const [kind, setKind] = useState<(typeof KINDS)[number]['value']>('distribution');
  const act = useAct({ told: true });
  const hold = async () => {
    const name = alias.trim().toLowerCase();
    const holding = {
      alias: name,
      ...(kind === 'wildcard' && { wildcard: true }),
      ...(kind === 'tenant' && { kind: 'tenant' as const }),
      ...(kind === 'disabled' && { enabled: false }),
      ...(kind === 'amplify' && { account: AMPLIFY_ACCOUNT }),
    };
    if (!(await act.run(() => world.hold(holding)))) return;
    notify('success', T.world.held(name));
    setAlias('');
  };
  return (
    <Form onSubmit={hold}>
      <Container header={<Header description={T.world.holdMore}>{T.world.hold}</Header>}>
        <SpaceBetween size="m">
          {act.problem && <ProblemAlert problem={act.problem} />}
          <TextField label={T.world.holdName} value={alias} placeholder="login.www.example.com" onChange={setAlias} />
          <ChoiceField label={T.world.holdKind} value={kind} options={KINDS} onChange={setKind} />
          <Button variant="primary" formAction="submit" loading={act.busy}>
            {T.world.holdButton}
          </Button>
        </SpaceBetween>
      </Container>
    </Form>
  );
}

const HOLDERS: readonly Column<Holder>[] = [
  {
    id: 'aliases',
    header: T.request.names,
    cell: ({ aliases }) => (aliases.length === 0 ? T.world.holdsNothing : <NameLines names={aliases} />),
  },
  {
    id: 'owner',
    header: T.world.owner,
    cell: ({ account, service, kind, id }) => (
      <>
        {service ?? T.world.holderKinds[kind]} <Code>{id}</Code>
        <div className="quiet">
          {T.tickets.account} {account}
        </div>
      </>
    ),
  },
  {
    id: 'state',
    header: T.site.status,
    cell: ({ enabled, status }) => (
      <>
        <Indicator type={enabled ? 'success' : 'stopped'}>{enabled ? T.world.enabled : T.world.disabled}</Indicator>
        <div>
          <Indicator type={status === 'Deployed' ? 'success' : 'in-progress'}>{status}</Indicator>
        </div>
      </>
    ),
  },
  { id: 'acts', header: T.world.change, cell: (holder) => <HolderActs holder={holder} /> },
];

function HolderActs({ holder: { id, enabled, aliases } }: { holder: Holder }) {
  const act = useAct();
  const [name = id] = aliases;
  const release = async () => {
    if (await act.run(() => world.release(id))) notify('success', T.world.released(name), T.world.releasedMore);
  };
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {aliases.length > 0 && (
        <Button ariaLabel={`${T.world.release} ${name}`} loading={act.busy} onClick={() => void release()}>
          {T.world.release}
        </Button>
      )}
      <Button
        ariaLabel={`${enabled ? T.world.disable : T.world.enable} ${name}`}
        disabled={act.busy}
        onClick={() => void act.run(() => world.setEnabled(id, !enabled))}
      >
        {enabled ? T.world.disable : T.world.enable}
      </Button>
    </SpaceBetween>
  );
}

function FileCase() {
  const [target, setTarget] = useState('');
  const [text, setText] = useState('');
  const act = useAct({ told: true });
  const file = async () => {
    let filed: SupportCase | undefined;
    const done = await act.run(async () => {
      filed = await world.fileCase({ targetDistributionId: target.trim(), caseText: text });
    });
    if (done && filed) notify('success', T.world.filed(filed.caseId));
  };
  /** The case's text names the distribution; nobody needs to copy it twice. */
  const paste = (pasted: string) => {
    setText(pasted);
    const found = /\bE[A-Z0-9]{12,13}\b/.exec(pasted)?.[0];
    if (found && target === '') setTarget(found);
  };
  return (
    <Form onSubmit={file}>
      <Container header={<Header description={T.world.supportMore}>{T.world.support}</Header>}>
        <SpaceBetween size="m">
          {act.problem && <ProblemAlert problem={act.problem} />}
          <TextField label={T.world.caseText} hint={T.world.caseTextHint} rows={4} value={text} onChange={paste} />
          <TextField label={T.world.caseTarget} value={target} onChange={setTarget} />
          <Button formAction="submit" loading={act.busy}>
            {T.world.file}
          </Button>
        </SpaceBetween>
      </Container>
    </Form>
  );
}

const CASES: readonly Column<SupportCase>[] = [
  { id: 'caseId', header: T.tickets.caseId, cell: ({ caseId }) => <Code>{caseId}</Code> },
  { id: 'aliases', header: T.request.names, cell: ({ aliases }) => aliases.join(', ') },
  {
    id: 'answer',
    header: T.world.answer,
    cell: ({ answeredAt, dueAt, answers }) =>
      answeredAt ? (
        answers.map(({ alias, moved, text }) => (
          <div key={alias}>
            <Indicator type={moved ? 'success' : 'error'}>
              {alias}: {text}
            </Indicator>
          </div>
        ))
      ) : (
        <WhenAndHowFar iso={dueAt} />
      ),
  },
  { id: 'acts', header: T.world.change, cell: (one) => <AnswerNow supportCase={one} /> },
];

function AnswerNow({ supportCase: { caseId } }: { supportCase: SupportCase }) {
  const act = useAct();
  return (
    <Button
      ariaLabel={`${T.world.answerNow} ${caseId}`}
      loading={act.busy}
      onClick={() => void act.run(() => world.answerCase(caseId))}
    >
      {T.world.answerNow}
    </Button>
  );
}

const DEMANDS = (['everybody', 'other accounts'] as const).map((value) => ({ value, label: T.world.demands[value] }));

function Demand({ value }: { value: TxtDemand }) {
  const act = useAct();
  return (
    <ChoiceField
      label={T.world.demand}
      hint={T.world.demandHint}
      value={value}
      options={DEMANDS}
      onChange={(demand) => act.run(() => world.setTxtDemand(demand))}
    />
  );
}
