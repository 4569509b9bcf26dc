/** Other people in the simulated CloudFront, who hold names and let them go, and AWS Support, who moves them. */
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type FormEvent, useState } from 'react';
import { Page } from '../frame/page.tsx';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Back, Code, Empty, Indicator, Loaded, ProblemAlert, WhenAndHowFar } from '../parts/widgets.tsx';
import type { ScreenProps } from '../screens.ts';
import { useAct } from '../service/act.ts';
import { useLive } from '../service/live.ts';
import { notify } from '../service/notices.ts';
import { type Holder, type SupportCase, world } from '../service/simulation.ts';
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
  const [kind, setKind] = useState<string>('distribution');
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void hold();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Container header={<Header description={T.world.holdMore}>{T.world.hold}</Header>}>
        <SpaceBetween size="m">
          {act.problem && <ProblemAlert problem={act.problem} />}
          <FormField label={T.world.holdName}>
            <Input
              value={alias}
              placeholder="login.www.example.com"
              onChange={({ detail }) => setAlias(detail.value)}
              spellcheck={false}
              autoComplete="off"
            />
          </FormField>
          <FormField label={T.world.holdKind}>
            <Select
              selectedOption={KINDS.find(({ value }) => value === kind) ?? null}
              options={KINDS}
              onChange={({ detail }) => setKind(detail.selectedOption.value ?? kind)}
            />
          </FormField>
          <Button variant="primary" formAction="submit" loading={act.busy}>
            {T.world.holdButton}
          </Button>
        </SpaceBetween>
      </Container>
    </form>
  );
}

const HOLDERS: readonly Column<Holder>[] = [
  {
    id: 'aliases',
    header: T.request.names,
    cell: ({ aliases }) =>
      aliases.length === 0
        ? T.world.holdsNothing
        : aliases.map((alias) => (
            <div key={alias}>
              <Code>{alias}</Code>
            </div>
          )),
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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void file();
  };
  /** The case's text names the distribution; nobody needs to copy it twice. */
  const paste = (pasted: string) => {
    setText(pasted);
    const found = /\bE[A-Z0-9]{12,13}\b/.exec(pasted)?.[0];
    if (found && target === '') setTarget(found);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Container header={<Header description={T.world.supportMore}>{T.world.support}</Header>}>
        <SpaceBetween size="m">
          {act.problem && <ProblemAlert problem={act.problem} />}
          <FormField label={T.world.caseText} description={T.world.caseTextHint}>
            <Textarea value={text} rows={4} onChange={({ detail }) => paste(detail.value)} spellcheck={false} />
          </FormField>
          <FormField label={T.world.caseTarget}>
            <Input
              value={target}
              onChange={({ detail }) => setTarget(detail.value)}
              spellcheck={false}
              autoComplete="off"
            />
          </FormField>
          <Button formAction="submit" loading={act.busy}>
            {T.world.file}
          </Button>
        </SpaceBetween>
      </Container>
    </form>
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

function Demand({ value }: { value: 'everybody' | 'other accounts' }) {
  const act = useAct();
  return (
    <FormField label={T.world.demand} description={T.world.demandHint}>
      <Select
        selectedOption={DEMANDS.find((option) => option.value === value) ?? null}
        options={DEMANDS}
        onChange={({ detail }) => void act.run(() => world.setTxtDemand(detail.selectedOption.value as 'everybody'))}
      />
    </FormField>
  );
}
