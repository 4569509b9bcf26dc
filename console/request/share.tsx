/** A link to what whoever owns the DNS or a mailbox must do: made when asked for, copied and forwarded. */
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import type { Answers } from '../../core/api/operations.ts';
import type { RequestView } from '../../core/view.ts';
import { Code, CopyButton, WhenAndHowFar } from '../parts/text.tsx';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { T } from '../texts.ts';

type Shared = Answers['certificates.shareInstructions'];

export function Share({ request: { siteId, requestId } }: { request: RequestView }) {
  const [shared, setShared] = useState<Shared>();
  const act = useAct();
  const make = () =>
    act.run(async () => setShared(await call('certificates.shareInstructions', { siteId, requestId })));
  return (
    <>
      <Button iconName="share" loading={act.busy} onClick={() => void make()}>
        {T.share.button}
      </Button>
      {shared && <Link shared={shared} onClose={() => setShared(undefined)} />}
    </>
  );
}

function Link({ shared: { url, expiresAt }, onClose }: { shared: Shared; onClose: () => void }) {
  const footer = (
    <Box float="right">
      <Button variant="link" onClick={onClose}>
        {T.share.close}
      </Button>
    </Box>
  );
  return (
    <Modal visible header={T.share.title} footer={footer} onDismiss={onClose} closeAriaLabel={T.share.close}>
      <SpaceBetween size="m">
        <div>{T.share.text}</div>
        <div>
          <a href={url} target="_blank" rel="noreferrer">
            <Code>{url}</Code>
          </a>
        </div>
        <CopyButton text={url} label={T.share.copy} />
        <div className="quiet">
          {T.share.expires} <WhenAndHowFar iso={expiresAt} />.
        </div>
      </SpaceBetween>
    </Modal>
  );
}
