/** Fast and plain: swc strips types, CommonJS, no globals of ours. Browser tests are a project of their own (jest.browser.config.js). */
export const transform = {
  '^.+\\.[jt]s$': [
    '@swc/jest',
    {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2024' },
      module: { type: 'commonjs' },
      sourceMaps: 'inline',
    },
  ],
};

export default {
  // Both of the two cores: by default Jest leaves one idle.
  maxWorkers: '100%',
  // A worker keeps what it has loaded for each test file: past this, a new one takes its place.
  workerIdleMemoryLimit: '1GB',
  // Against what hangs, not what is slow: the longest story takes half a minute of a processor that others may want too.
  testTimeout: 240_000,
  testMatch: ['<rootDir>/test/{unit,wiring,stories,fidelity}/**/*.test.ts'],
  transform,
  // Packages that ship ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(postal-mime|@hono|hono|commander|@seriousme)/)'],
};
