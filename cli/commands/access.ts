/** Who may call: `certs applications …`, `certs members …`, and what was called: `certs audit`. */
import { type Command, Option } from 'commander';
import { PERMISSIONS, ROLES } from '../../core/principal.ts';
import { secretInWords, table, when } from '../in-words.ts';
import { cursorOption, pageInWords } from '../paging.ts';
import type { Program } from '../program.ts';

export function addAccessCommands(program: Program): void {
  addApplications(program);
  addMembers(program);
  addAudit(program);
}

/** Of one partner; without it the caller's own, or for the vendor all or its own. */
const OF_PARTNER = ['--partner <id>', 'of that partner'] as const;
const ON_SITES = ['--site <id...>', 'only on these sites'] as const;

function addApplications({ command, act, terminal: { color } }: Program): void {
  const applications = command.command('applications').description('user keys, and what may be done under them');

  applications
    .command('list', { isDefault: true })
    .description('those that you may see, 50 at a time')
    .option(...OF_PARTNER)
    .addOption(cursorOption())
    .action(({ partner, cursor }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const page = await call('applications.list', { partnerId: partner, cursor });
        const rows = page.applications.map((each) => [
          each.userKey,
          ownerOf(each),
          each.kind === 'signing' ? 'signs UIDs' : each.permissions.join(', '),
          each.name,
        ]);
        const lines = listed(rows, color.bold);
        return answer(page, pageInWords(self, lines, page.nextCursor, 'No application that you may see.'));
      }),
    );

  applications
    .command('create <name>')
    .description('makes one, and prints its secret, which is not shown again')
    .option('--description <text>', 'what it is for')
    .addOption(new Option('--permission <name...>', 'what it may do').choices(PERMISSIONS))
    .option('--signing', 'the owner’s own secret, which signs its people’s UIDs; without permissions')
    .option(...OF_PARTNER)
    .option(...ON_SITES)
    .action((name: string, { description, permission, signing, partner, site }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const kind = signing ? ('signing' as const) : ('application' as const);
        const grant = { partnerId: partner, sites: site, permissions: permission };
        const made = await call('applications.create', { name, description, kind, ...grant });
        return answer(made, secretInWords(made));
      }),
    );

  applications
    .command('rotate <user-key>')
    .description(
      'makes a new secret and prints it, once; the old one stays valid for a day, or as long as --overlap says',
    )
    .option('--overlap <minutes>', 'how long; 0 ends it at once', Number)
    .action((targetUserKey: string, { overlap }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const rotated = await call('applications.rotate', { targetUserKey, overlapMinutes: overlap });
        return answer(rotated, secretInWords(rotated));
      }),
    );

  applications
    .command('delete <user-key>')
    .description('revokes it: its next call fails')
    .action((targetUserKey: string, _, self: Command) =>
      act(self, async ({ call, answer }) =>
        answer(await call('applications.delete', { targetUserKey }), [`${targetUserKey} is no more.`]),
      ),
    );
}

function addMembers({ command, act, terminal: { color } }: Program): void {
  const members = command.command('members').description('people, by their UID, and their roles');

  members
    .command('list', { isDefault: true })
    .description('those of one owner, by UID, 50 at a time')
    .option(...OF_PARTNER)
    .addOption(cursorOption())
    .action(({ partner, cursor }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const page = await call('members.list', { partnerId: partner, cursor });
        const rows = page.members.map((each) => [each.UID, each.role, ownerOf(each)]);
        const lines = listed(rows, color.bold);
        return answer(page, pageInWords(self, lines, page.nextCursor, 'No member that you may see.'));
      }),
    );

  members
    .command('set <uid> <role>')
    .description(`gives a UID its role: ${Object.keys(ROLES).join(', ')}`)
    .option(...OF_PARTNER)
    .option(...ON_SITES)
    .action((UID: string, role: keyof typeof ROLES, { partner, site }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const member = await call('members.set', { UID, role, partnerId: partner, sites: site });
        return answer(member, [`${UID} is ${role} of ${ownerOf(member)}.`]);
      }),
    );

  members
    .command('remove <uid>')
    .description('takes the role of a UID away; its sessions end')
    .option(...OF_PARTNER)
    .action((UID: string, { partner }, self: Command) =>
      act(self, async ({ call, answer }) =>
        answer(await call('members.remove', { UID, partnerId: partner }), [`${UID} is no member any more.`]),
      ),
    );
}

function addAudit({ command, act, terminal: { color } }: Program): void {
  command
    .command('audit')
    .description('who called what, from where, and how it ended; newest first, 50 at a time')
    .option(...OF_PARTNER)
    .option('--site <id>', 'what concerns this site')
    .option('--from <time>', 'none older: RFC 3339')
    .option('--to <time>', 'none newer: RFC 3339')
    .option('--changes', 'no calls that read, but those that were refused')
    .addOption(cursorOption())
    .action(({ partner, site, from, to, changes, cursor }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const only = changes ? ('changes' as const) : undefined;
        const page = await call('audit.list', { partnerId: partner, siteId: site, from, to, only, cursor });
        const rows = page.entries.map(({ at, principal, claimed, sourceIp, outcome, operation, siteId }) => [
          when(at),
          principal?.id ?? `nobody known${claimed ? `, claimed ${claimed}` : ''}`,
          sourceIp,
          outcome,
          `${operation}${siteId ? ` ${siteId}` : ''}`,
        ]);
        return answer(page, pageInWords(self, listed(rows, color.dim), page.nextCursor, 'Nothing was called.'));
      }),
    );
}

function ownerOf({ partnerId, sites }: { partnerId: string | null; sites: '*' | readonly string[] }): string {
  return `${partnerId ?? 'the vendor'}${sites === '*' ? '' : ` (${sites.join(', ')})`}`;
}

function listed(rows: string[][], paintFirst: (cell: string) => string): string[] {
  return table(rows, (cell, n) => (n === 0 ? paintFirst(cell) : cell));
}
