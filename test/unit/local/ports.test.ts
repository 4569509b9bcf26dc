import { DEFAULT_PORTS, SDK_PROXY_PORT } from '../../../local/ports.ts';
import { read } from '../../support/repository.ts';

it('gives everything that runs at once a port of its own, none of which needs a privilege', () => {
  const ports = [...Object.values(DEFAULT_PORTS), SDK_PROXY_PORT];
  expect(new Set(ports).size).toBe(9);
  expect(Math.min(...ports)).toBeGreaterThanOrEqual(1024);
});

it('is what the documents say', () => {
  const said = read('docs/sdk-clients.md').match(/127\.0\.0\.1:\d+/g);
  expect(new Set(said)).toEqual(new Set([`127.0.0.1:${SDK_PROXY_PORT}`]));
});
