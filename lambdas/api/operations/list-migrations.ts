/** migrations.list: the certificates that the caller may see and that are, or were, to be moved from e-mail to DNS; the most urgent first. */
import type { MigrationRow } from '../../../core/api/answers-migration.ts';
import { sees } from '../../../core/principal.ts';
import { EMAIL_SUNSET } from '../../../core/sunset.ts';
import type { Operation, Tools } from '../operation.ts';
import { readPage } from '../parts/page.ts';

export function listMigrations({ requests, sites }: Tools): Operation<'migrations.list'> {
  return async ({ status, ...page }, { principal }) => {
    const registered = await sites.list();
    const seen = new Set(registered.filter((site) => sees(principal, site)).map(({ siteId }) => siteId));
    const isSeen = ({ siteId, state }: MigrationRow) =>
      seen.has(siteId) && (status === 'all' || (state === 'DONE') === (status === 'done'));
    const list = { list: requests.campaign, sortKeyOf: requests.campaignSortKey, isSeen };
    const { entries, nextCursor } = await readPage(page, list);
    return { emailSunset: EMAIL_SUNSET, migrations: entries, nextCursor };
  };
}
