/** The first key, as a person with IAM makes it from a terminal: real processes, the function on the simulated Lambda, the real table. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { TABLE_NAME } from '../../local/aws/aws.ts';
import { reaching } from '../support/stories/left-behind.ts';
import { beginStory, type Story } from '../support/stories/product.ts';
import { openShell, type Shell } from '../support/stories/runbook.ts';

let story: Story;
let shell: Shell;
beforeEach(async () => {
  story = await beginStory();
  shell = openShell(story);
});
afterEach(async () => {
  shell.close();
  await story.stop();
});

it('is made once: a second call says when the first was', async () => {
  const ran = await shell.run('certs bootstrap --function Bootstrap', {});
  expect(ran).toEqual({
    exit: 4,
    output: `The first application was made already, at 2026-11-21T09:00:00.000Z: ${story.operator.userKey}.\nUse it to make others. If its secret is lost, rotate it with another application or as a platform member.\n`,
  });
});

it('is saved as a profile that works, in a deployment that knows nobody', async () => {
  await forgetFirst();
  const url = `https://localhost:${story.ports.api}/api`;
  const commands = `
    certs profiles set new --url ${url} --ca "$XDG_CONFIG_HOME/ca.pem" --bootstrap-function Bootstrap
    certs bootstrap --profile new --save
    unset CERTS_SECRET
    certs sites --profile new
    stat -c %a "$XDG_CONFIG_HOME/certs/new.secret"
    certs applications --profile new`;
  const ran = await shell.run(commands, {});
  expect(ran.exit).toBe(0);
  expect(ran.output).toMatch(/^user key {2}[0-9a-f]{24}$/m);
  expect(ran.output).toMatch(/^secret {4}[\w+/]{43}=$/m);
  expect(ran.output).toMatch(/^acme /m);
  expect(ran.output).toMatch(/^600$/m);
  expect(ran.output.match(/Platform$/gm)).toHaveLength(2);
});

it('is refused to whom IAM does not let invoke the function', async () => {
  const ran = await shell.run('certs bootstrap --function Bootstrap', { AWS_ACCESS_KEY_ID: 'Watch' });
  expect(ran.exit).toBe(4);
  expect(ran.output).toMatch(
    /^Bootstrap could not be invoked: User: .*assumed-role\/Watch\/Watch is not authorized to perform: lambda:InvokeFunction on resource: .*\nUse an identity that may invoke this function/,
  );
});

/** As docs/cli.md says it for a secret that was lost. */
async function forgetFirst(): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(reaching(story)));
  await client.send(new DeleteCommand({ TableName: TABLE_NAME, Key: { pk: 'BOOTSTRAP', sk: 'BOOTSTRAP' } }));
  client.destroy();
}
