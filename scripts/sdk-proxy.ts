/** `node scripts/sdk-proxy.ts [port] [port of the https door]`: the HTTP proxy by which the vendor's SDKs reach local mode. */
import { openSdkProxy } from '../local/sdk-proxy.ts';

/** The first is free beside the doors of local mode; the second is its https door. */
const [PROXY_PORT, API_PORT] = [4580, 4543];

const [proxyPort = PROXY_PORT, apiPort = API_PORT] = process.argv.slice(2).map(Number);
const { port } = await openSdkProxy(proxyPort, apiPort);
console.log(`http://127.0.0.1:${port} leads SDKs to https://localhost:${apiPort}`);
