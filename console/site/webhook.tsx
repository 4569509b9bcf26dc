/** The webhook of a site: its address, its secret, which is shown once, a test that says what the receiver said, and every delivery. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { SiteAnswer } from '../../core/api/answers-sites.ts';
import type { Answers } from '../../core/api/operations.ts';
import { AskButton } from '../parts/confirm.tsx';
import { ProblemAlert, unless } from '../parts/states.tsx';
import { Code, Copyable, WhenAndHowFar } from '../parts/text.tsx';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { useMay } from '../service/session.ts';
import { T } from '../texts.ts';
import { Deliveries } from './deliveries.tsx';

type Secret = Answers['webhooks.rotateSecret'];
type Tested = Answers['webhooks.test'];

export function Webhook({ site }: { site: SiteAnswer }) {
  const { siteId, webhookUrl } = site;
  const [tested, setTested] = useState<Tested>();
  const [made, setMade] = useState<Secret>();
  const testing = useAct({ told: true });
  const may = useMay('sites.write');
  const whyNoTest = !may ? T.shell.onlyLook : webhookUrl ? undefined : T.webhook.whyNoAddress;
  const test = () => {
    setTested(undefined);
    return testing.run(async () => setTested(await call('webhooks.test', { siteId })));
  };
  const actions = (
    <SpaceBetween direction="horizontal" size="xs">
      <AskButton
        title={T.webhook.makeTitle}
        label={T.webhook.make}
        act={async () => setMade(await call('webhooks.rotateSecret', { siteId }))}
        mayNot={may ? undefined : T.shell.onlyLook}
      >
        {T.webhook.makeText}
      </AskButton>
      <Button loading={testing.busy} {...unless(whyNoTest)} onClick={() => void test()}>
        {T.webhook.test}
      </Button>
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header description={T.webhook.about} actions={actions}>
            {T.webhook.title}
          </Header>
        }
      >
        <SpaceBetween size="m">
          {made && <Shown secret={made} onClose={() => setMade(undefined)} />}
          {testing.problem && <ProblemAlert problem={testing.problem} />}
          {tested && <Said tested={tested} onClose={() => setTested(undefined)} />}
          <KeyValuePairs
            columns={2}
            items={[
              {
                label: T.webhook.address,
                value: webhookUrl ? <Copyable text={webhookUrl} /> : may ? T.webhook.noAddress : T.common.none,
              },
              { label: T.webhook.secret, value: T.webhook.secretMore },
            ]}
          />
        </SpaceBetween>
      </Container>
      <Deliveries siteId={siteId} />
    </SpaceBetween>
  );
}

/** The one time that it can be read. */
function Shown({ secret: { secret, previousUntil }, onClose }: { secret: Secret; onClose: () => void }) {
  return (
    <Alert type="success" dismissible dismissAriaLabel={T.shell.dismiss} onDismiss={onClose} header={T.webhook.made}>
      <p>{T.applications.once}</p>
      <p>
        {T.webhook.secret}: <Copyable text={secret} what={T.webhook.secret} />
      </p>
      {previousUntil && (
        <p>
          {T.webhook.previousUntil} <WhenAndHowFar iso={previousUntil} />.
        </p>
      )}
    </Alert>
  );
}

function Said({ tested: { delivered, status, problem, answer }, onClose }: { tested: Tested; onClose: () => void }) {
  return (
    <Alert
      type={delivered ? 'success' : 'error'}
      dismissible
      dismissAriaLabel={T.shell.dismiss}
      onDismiss={onClose}
      header={delivered ? T.webhook.delivered(status) : T.webhook.refused(problem)}
    >
      {answer ? (
        <>
          {T.webhook.said} <Code>{answer}</Code>
        </>
      ) : (
        T.webhook.saidNothing
      )}
    </Alert>
  );
}
