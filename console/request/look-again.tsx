/** Has the service look at once at what a request waits for. */
import Button from '@cloudscape-design/components/button';
import type { RequestView } from '../../core/view.ts';
import { unless } from '../parts/states.tsx';
import { useAct } from '../service/act.ts';
import { call } from '../service/api.ts';
import { notify } from '../service/notices.ts';
import { T } from '../texts.ts';

interface Props {
  of: Pick<RequestView, 'siteId' | 'requestId'>;
  label?: string;
  /** Why it cannot be asked for. */
  mayNot?: string | undefined;
}

export function LookAgain({ of: { siteId, requestId }, label = T.request.checkAgain, mayNot }: Props) {
  const act = useAct();
  const look = () =>
    act.run(async () => {
      const { looking } = await call('certificates.checkAgain', { siteId, requestId });
      notify('info', looking ? T.request.looking : T.request.notLooking);
    });
  return (
    <Button iconName="refresh" loading={act.busy} {...unless(mayNot)} onClick={() => void look()}>
      {label}
    </Button>
  );
}
