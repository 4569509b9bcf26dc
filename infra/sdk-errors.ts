/**
 * Leaves out of the bundles what the SDK knows of errors that nobody here asks for: CloudFront alone brings 150, and with each its
 * class and its shape. An error that is left out still comes by its name, with its message and its HTTP status, as errors do that are
 * newer than the SDK; only fields of its own are missing. Kept is what lambdas/clients imports, and what the SDK itself repeats.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const CLIENTS = join(import.meta.dirname, '..', 'lambdas/clients');

export function leaveOutUnusedErrors(): Plugin {
  return {
    name: 'leave-out-unused-errors',
    setup(build) {
      const imported = importedFromSdk();
      build.onLoad({ filter: /@aws-sdk[/\\]client-[^/\\]+[/\\]dist-es[/\\]schemas[/\\]schemas_0\.js$/ }, ({ path }) => {
        const repeated = repeatedBySdk(join(dirname(path), '../models/errors.js'));
        const keep = (name: string) => imported.has(name) || repeated.has(name) || name.endsWith('ServiceException');
        return { contents: withErrors(readFileSync(path, 'utf8'), keep), loader: 'js' };
      });
    },
  };
}

/** One statement a line registers each error: without it nothing refers to the error any more, and esbuild drops the rest. */
function withErrors(source: string, keep: (name: string) => boolean): string {
  return source.replaceAll(/^\w+\.registerError\(\w+\$, (\w+)\);$/gm, (line, name: string) => (keep(name) ? line : ''));
}

/** All that is imported from the SDK by name; which of it is an error does not matter. */
function importedFromSdk(): Set<string> {
  const sources = readdirSync(CLIENTS).map((file) => readFileSync(join(CLIENTS, file), 'utf8'));
  const imports = sources.flatMap((text) => [...text.matchAll(/import \{([^}]*)\} from '@aws-sdk\//g)]);
  return new Set(imports.flatMap(([, names = '']) => names.match(/\w+/g) ?? []));
}

/** Errors whose class says that a call may be repeated. */
function repeatedBySdk(file: string): Set<string> {
  const classes = readFileSync(file, 'utf8').split(/^export class /m);
  return new Set(classes.filter((text) => text.includes('$retryable')).map((text) => /^\w+/.exec(text)?.[0] ?? ''));
}
