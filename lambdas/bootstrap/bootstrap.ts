/**
 * Makes the first application of a deployment: it may do everything, everywhere. No route leads here; who may invoke it, IAM
 * says. Once: a second call is refused. The secret is in the answer and nowhere else, least of all in a log.
 */
import { type Application, KEY_DIGITS, viewApplication } from '../../core/application.ts';
import { ServiceError } from '../../core/errors.ts';
import { PERMISSIONS } from '../../core/principal.ts';
import { revealSecret } from '../../core/security/secret.ts';
import { createVault } from '../authentication/vault.ts';
import { createKms } from '../clients/kms.ts';
import { createTable } from '../clients/table.ts';
import { createApplications } from '../records/applications.ts';
import { type Create, createLogger, REAL_MACHINE } from '../runtime.ts';

export const create: Create = (env, machine = REAL_MACHINE) => {
  const applications = createApplications(createTable(env));
  const vault = createVault(createKms(env), machine);
  const logger = createLogger('Bootstrap', env);
  return async () => {
    const userKey = machine.randomHex(KEY_DIGITS);
    const secret = vault.newSecret();
    const application: Application = {
      userKey,
      kind: 'application',
      name: 'Platform',
      description: 'The first application, made by bootstrap',
      partnerId: null,
      sites: '*',
      permissions: PERMISSIONS,
      sealedSecrets: await vault.seal(userKey, [secret]),
      createdAt: machine.now().toISOString(),
      createdBy: 'bootstrap',
    };
    const first = await applications.addFirst(application);
    logger.info('Bootstrap', { userKey: first?.userKey ?? userKey, made: first === undefined });
    if (first) throw new ServiceError('AlreadyBootstrapped', first);
    return { ...viewApplication(application), secret: revealSecret(secret) };
  };
};
