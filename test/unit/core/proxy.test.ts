import { proxyOf } from '../../../core/proxy.ts';

it.each([
  ['104.16.0.0', 'Cloudflare'],
  ['104.27.255.255', 'Cloudflare'],
  ['172.64.0.1', 'Cloudflare'],
  ['2606:4700::1111', 'Cloudflare'],
  ['104.28.0.0', undefined],
  ['192.0.2.1', undefined],
  ['2001:db8::1', undefined],
])('knows whose %s is: %s', (address, name) => {
  expect(proxyOf(address)).toBe(name);
});
