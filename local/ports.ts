/** Where local mode listens unless told otherwise. Every port is another one, so that all of it runs at once. */
import type { Ports } from './product.ts';

/** None below 1024 (no privilege needed); 4566 is where others put their AWS endpoint too. */
export const DEFAULT_PORTS: Ports = {
  console: 4500,
  api: 4543,
  aws: 4566,
  dns: 5300,
  smtp: 2525,
  edgeTls: 4443,
  edgeHttp: 4480,
  webhooks: 4580,
};

/** Of `scripts/sdk-proxy.ts`, which runs beside `npm start`. */
export const SDK_PROXY_PORT = 4590;
