/** How the page is built: static files for S3 and CloudFront, and for local mode. Each screen is a file of its own. */
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { OPERATIONS } from '../core/api/operations.ts';

/** The routes alone: with the inputs' schemas the page would load all of zod. */
const ROUTES = Object.fromEntries(
  Object.entries(OPERATIONS).map(([name, { method, path }]) => [name, `${method} ${path}`]),
);

/** A running product, for `vite dev`: its console's address. */
const product = process.env.PRODUCT_URL;

/** Without it what is Node's would be left out of the page, and be missed when somebody comes by there. */
const nothingOfNode: Plugin = {
  name: 'nothing-of-node',
  enforce: 'pre',
  resolveId(source, importer) {
    if (source.startsWith('node:')) this.error(`${importer} imports ${source}, which no browser has`);
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [nothingOfNode],
  define: { ROUTES: JSON.stringify(ROUTES) },
  build: {
    outDir: join(import.meta.dirname, '..', 'build', 'console'),
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false }, // every browser of the target has it, and the policy allows no inline script
    assetsInlineLimit: 0,
    license: { fileName: 'licences.md' }, // of what is bundled: most ask to be handed on with it
    rolldownOptions: {
      // Cloudscape marks each module 'use client', which means nothing in a page without server components.
      onLog: (level, log, tell) => void (log.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(level, log)),
    },
    chunkSizeWarningLimit: 1000, // kB before compression; what counts is the first load, and a test weighs it
  },
  server: product
    ? { proxy: Object.fromEntries(['/api', '/world', '/approvals', '/portal'].map((path) => [path, product])) }
    : {},
});
