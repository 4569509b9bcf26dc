/** `certs webhook …`: the secret, a test, the deliveries. And what can be forwarded to who has no account: `certs share`, `certs instructions`. */
import type { Command } from 'commander';
import type { InstructionsAnswer } from '../../core/api/answers-notify.ts';
import { table, when } from '../in-words.ts';
import { cursorOption, pageInWords } from '../paging.ts';
import type { Program } from '../program.ts';
import type { Colors } from '../terminal.ts';
import { requestIdOf } from './certificates.ts';

export function addWebhookCommands(program: Program): void {
  addWebhook(program);
  addInstructions(program);
}

function addWebhook({ command, act, terminal: { color } }: Program): void {
  const webhook = command.command('webhook').description('where changes of status are posted');

  webhook
    .command('secret <site>')
    .description(
      'makes the secret that signs, or a new one, and prints it, once; the old one signs too for another day',
    )
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const made = await call('webhooks.rotateSecret', { siteId });
        const overlap = made.previousUntil ? [`The one before signs too until ${when(made.previousUntil)}.`] : [];
        return answer(made, [`secret    ${made.secret}`, 'Keep the secret now: it is not shown again.', ...overlap]);
      }),
    );

  webhook
    .command('test <site>')
    .description('posts a signed test message now, and says what the receiver answered')
    .action((siteId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const tested = await call('webhooks.test', { siteId });
        const said = tested.answer ? [`It said: ${tested.answer}`] : [];
        const verdict =
          tested.problem === null ? `Taken (${tested.status}).` : color.red(`Not taken: ${tested.problem}.`);
        return answer(tested, [verdict, ...said]);
      }),
    );

  webhook
    .command('deliveries <site>')
    .description('what was posted in the last 30 days, newest first, 50 at a time')
    .addOption(cursorOption())
    .action((siteId: string, { cursor }, self: Command) =>
      act(self, async ({ call, answer }) => {
        const page = await call('webhooks.list', { siteId, cursor });
        const rows = page.deliveries.map(({ createdAt, state, type, deliveryId, attempts }) => [
          when(createdAt),
          state,
          type,
          `${deliveryId}${attempts.at(-1)?.problem ? `: ${attempts.at(-1)?.problem}` : ''}`,
        ]);
        const lines = table(rows, (cell) => cell);
        return answer(page, pageInWords(self, lines, page.nextCursor, 'Nothing was posted.'));
      }),
    );

  webhook
    .command('replay <site> <delivery>')
    .description('makes a delivery again, as if it had never been tried')
    .action((siteId: string, deliveryId: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const again = await call('webhooks.replay', { siteId, deliveryId });
        return answer(again, [`${deliveryId} is posted again now.`]);
      }),
    );
}

function addInstructions({ command, act, terminal: { color } }: Program): void {
  command
    .command('share <site> [request]')
    .description(
      'a link, which needs no account, to what the owner of the DNS or of a mailbox must do for the running request, else for the one that serves',
    )
    .action((siteId: string, requestId: string | undefined, _, self: Command) =>
      act(self, async (session) => {
        const { call, answer } = session;
        const id = await requestIdOf(session, siteId, requestId, 'at work');
        const link = await call('certificates.shareInstructions', { siteId, requestId: id });
        return answer(link, [link.url, `It ends at ${when(link.expiresAt)}.`]);
      }),
    );

  command
    .command('instructions <link>')
    .description('what such a link shows')
    .action((link: string, _, self: Command) =>
      act(self, async ({ call, answer }) => {
        const shown = await call('instructions.get', { token: link.slice(link.lastIndexOf('/') + 1) });
        return answer(shown, instructionsInWords(shown, color));
      }),
    );
}

const MARKS = { open: '✗', done: '✓', unknown: '?' } as const;

function instructionsInWords({ deadline, instructions }: InstructionsAnswer, color: Colors): string[] {
  if (instructions.length === 0) return ['Nothing is to be done now.'];
  return [
    ...(deadline ? [`Until ${when(deadline)}:`] : []),
    ...instructions.flatMap(({ state, alias, seen, todo, records, mailboxes }) => [
      `  ${MARKS[state]} ${color.bold(alias)}: ${seen}`,
      ...(state === 'done'
        ? []
        : [todo, ...records.map(({ name, type, value }) => `${name} ${type} ${value}`)].map((line) => `      ${line}`)),
      ...(mailboxes.length > 0 ? [`      mailed to ${mailboxes.join(', ')}`] : []),
    ]),
  ];
}
