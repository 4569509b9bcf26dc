/** `node scripts/sdk-proxy.ts [port] [port of the https door]`: the HTTP proxy by which the vendor's SDKs reach local mode. */
import { DEFAULT_PORTS, SDK_PROXY_PORT } from '../local/ports.ts';
import { openSdkProxy } from '../local/sdk-proxy.ts';

const [proxyPort = SDK_PROXY_PORT, apiPort = DEFAULT_PORTS.api] = process.argv.slice(2).map(Number);
try {
  const { port } = await openSdkProxy(proxyPort, apiPort);
  console.log(`http://127.0.0.1:${port} leads SDKs to https://localhost:${apiPort}`);
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  console.error(
    `Port ${proxyPort} on 127.0.0.1 is taken: is another one running? Stop it, or name another port:  npx node scripts/sdk-proxy.ts ${proxyPort + 1}`,
  );
  process.exitCode = 1;
}
