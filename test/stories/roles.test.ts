/** Local mode enforces the roles of the deployment: what a row of infra/permissions.ts lacks, fails here as it would in AWS. */
import { GetFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { roleArn } from '../../local/aws/authorization/roles.ts';
import { readHistory } from '../../local/history.ts';
import { functionArn } from '../../local/lambda.ts';
import { PREFIX } from '../../local/scenery.ts';
import { describeExecution, executionArn, reaching } from '../support/stories/left-behind.ts';
import { play, playToReady } from '../support/stories/play.ts';
import { beginStory, type Story } from '../support/stories/product.ts';

let story: Story;
beforeEach(async () => {
  story = await beginStory();
});
afterEach(() => story.stop());

async function asking<Answer>(client: SFNClient | LambdaClient, ask: Promise<Answer>): Promise<Answer> {
  return ask.finally(() => client.destroy());
}

function redrive(requestId: string): Promise<unknown> {
  const client = new SFNClient(reaching(story));
  return asking(client, client.send(new RedriveExecutionCommand({ executionArn: executionArn(story, requestId) })));
}

it('stops the step whose role lacks an action, names action and resource, and goes on when it is given back', async () => {
  const giveBack = story.authorization.take('AttachCertificate', 'cloudfront:UpdateDistribution');
  const { requestId } = await story.generate(PREFIX, 'wait');
  const failing = await play(story, requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({ waitingOn: 'vendor on-call', failing: { error: 'AccessDenied' } });
  const { error, cause = '' } = await describeExecution(story, requestId);
  expect(error).toBe('AccessDenied');
  expect(JSON.parse(cause).errorMessage).toMatch(
    /^User: arn:aws:sts::111122223333:assumed-role\/AttachCertificate\/AttachCertificate is not authorized to perform: cloudfront:UpdateDistribution on resource: arn:aws:cloudfront::111122223333:distribution\/E[0-9A-Z]{13} because no identity-based policy allows the cloudfront:UpdateDistribution action$/,
  );

  giveBack();
  await redrive(requestId);
  expect(await playToReady(story, requestId)).toMatchObject({ status: 'READY', failing: null });
});

it('stops a step that may not write the table', async () => {
  story.authorization.take('CheckCaa', 'dynamodb:PutItem');
  const { requestId } = await story.generate(PREFIX, 'wait');
  const { failing } = await play(story, requestId, (request) => request.failing !== null);
  expect(failing).toMatchObject({ error: 'AccessDeniedException' });
  const { cause = '' } = await describeExecution(story, requestId);
  expect(cause).toContain(
    'is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:us-east-1:111122223333:table/certificates because',
  );
});

it('lets a state machine invoke the functions that its file names, and no other', async () => {
  const client = new SFNClient(reaching(story));
  const definition = {
    QueryLanguage: 'JSONata',
    StartAt: 'Other',
    States: {
      Other: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: functionArn('MoveAliases'), Payload: {} },
        End: true,
      },
    },
  };
  const made = { name: 'other', definition: JSON.stringify(definition), roleArn: roleArn('provision-certificate') };
  const { stateMachineArn } = await client.send(new CreateStateMachineCommand(made));
  const { executionArn: arn = '' } = await client.send(new StartExecutionCommand({ stateMachineArn }));
  client.destroy();
  await story.settle();
  const history = await readHistory(`http://127.0.0.1:${story.ports.aws}`, arn);
  expect(history.at(-1)?.executionFailedEventDetails).toEqual({
    error: 'Lambda.AWSLambdaException',
    cause: expect.stringMatching(
      /^User: arn:aws:sts::111122223333:assumed-role\/provision-certificate\/provision-certificate is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:111122223333:function:MoveAliases because .* \(Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException; /,
    ),
  });
});

it('lets no rule wake a function that it may not invoke', async () => {
  const told = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  story.authorization.take('LookRequested', 'lambda:InvokeFunction');
  const { requestId } = await story.generate(PREFIX, 'wait');
  await story.settle();
  await story.call('POST', `/sites/acme/certificates/${requestId}/check-again`);
  await expect(story.settle()).rejects.toThrow(/LookRequested is not authorized to perform: lambda:InvokeFunction/);
  told.mockRestore();
});

it('lets functions invoke no function, and people of the account every one', async () => {
  const invoke = (accessKeyId: string) => {
    const client = new LambdaClient(reaching(story, accessKeyId));
    return asking(client, client.send(new InvokeCommand({ FunctionName: 'Bootstrap' })));
  };
  await expect(invoke('Api')).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining(`lambda:InvokeFunction on resource: ${functionArn('Bootstrap')} because`),
    $metadata: { httpStatusCode: 403 },
  });
  expect(await invoke('on-call')).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  const client = new LambdaClient(reaching(story));
  const ask = asking(client, client.send(new GetFunctionCommand({ FunctionName: 'Bootstrap' })));
  await expect(ask).rejects.toMatchObject({ name: 'NotSimulated' });
});
