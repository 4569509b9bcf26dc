/** Do the scenes of `npm run fidelity` hold all that is simulated, and all errors that the clients of lambdas/ know by name? */

import type { CallStep } from '../../fidelity/scene.ts';
import { SCENES } from '../../fidelity/scenes/scenes.ts';
import { filesUnder, missing, read } from '../support/repository.ts';

const calls = SCENES.flatMap(({ steps }) => steps).filter((step): step is CallStep => 'call' in step);

it('call every operation that FIDELITY.md says is supported', () => {
  const lists = [...read('local/FIDELITY.md').matchAll(/^Supported: ([\s\S]*?)(?:[.:] |[.:]\n)/gm)].map(
    (match) => match[1] ?? '',
  );
  const supported = lists.flatMap((list) => [...list.matchAll(/\b(?:[A-Z][a-z]+){2,}s?\b/g)].map(([name]) => name));
  expect(supported.length).toBeGreaterThan(40);
  const called = calls.filter(({ on }) => on !== 'moto').map(({ call }) => call);
  expect(missing([...new Set(supported)], called)).toEqual([]);
});

/** Errors that no scene provokes, and why. */
const UNPROVOKED: Record<string, string> = {
  AwsThrottled: 'ours',
  AwsUnavailable: 'ours',
  TooManyDistributions: 'takes five hundred distributions: a unit test of the simulator has it',
  AccessDenied: 'of ListDomainConflicts for want of a certificate, which the simulator says as InvalidArgument',
  TaskTimedOut: 'takes a token: a unit test of the engine has it',
  TaskDoesNotExist: 'takes a token: a unit test of the engine has it',
  MessageRejected: 'of identities, which are not simulated',
  MailFromDomainNotVerifiedException: 'of identities, which are not simulated',
  AccountSuspendedException: 'of AWS accounts, which are not simulated',
  SendingPausedException: 'of AWS accounts, which are not simulated',
  TransactionConflictException:
    'takes two transactions at one moment, which are not simulated: a unit test of the client has it',
};

it('provoke every error that a client of ours knows by name', () => {
  const named = filesUnder('lambdas/clients').flatMap((file) => {
    const text = read(file);
    if (!text.includes('@aws-sdk/')) return [];
    const lists = [...text.matchAll(/const (?:REFUSALS|NOT_MIGRATABLE) = \[([^\]]*)\]/g)].map(
      (match) => match[1] ?? '',
    );
    return [
      ...[...text.matchAll(/isAwsError\(\w+, '(\w+)'\)/g)].map((match) => match[1] ?? ''),
      ...[...text.matchAll(/instanceof ([A-Z]\w+)/g)].map((match) => match[1] ?? ''),
      ...lists.flatMap((list) => [...list.matchAll(/'(\w+)'/g)].map((match) => match[1] ?? '')),
    ];
  });
  const known = [...calls.map(({ error = '' }) => error), ...Object.keys(UNPROVOKED), 'ServiceError', 'Error'];
  expect(missing([...new Set(named)], known)).toEqual([]);
});
