import { spawnSync } from 'node:child_process';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { ROOT } from '../../support/repository.ts';

it('says in one sentence that its port is taken, and the remedy', async () => {
  const taken = createServer();
  const port = await new Promise<number>((resolve) => {
    taken.listen(0, '127.0.0.1', () => resolve((taken.address() as AddressInfo).port));
  });
  const script = join(ROOT, 'scripts', 'sdk-proxy.ts');
  const { status, stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'node'), [script, `${port}`], {
    encoding: 'utf8',
  });
  taken.close();
  expect([status, stderr.trim()]).toEqual([
    1,
    `Port ${port} on 127.0.0.1 is taken: is another one running? Stop it, or name another port:  npx node scripts/sdk-proxy.ts ${port + 1}`,
  ]);
});
