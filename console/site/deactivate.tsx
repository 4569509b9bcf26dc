/** Takes an active prefix back. */
import { AskButton } from '../parts/confirm.tsx';
import { call } from '../service/api.ts';
import { T } from '../texts.ts';

export function Deactivate({ siteId }: { siteId: string }) {
  return (
    <AskButton
      title={T.settings.deactivateTitle}
      label={T.settings.deactivate}
      act={() => call('sites.clearPrefix', { siteId })}
      said={T.settings.deactivated}
    >
      {T.settings.deactivateText}
    </AskButton>
  );
}
