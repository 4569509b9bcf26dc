/** Journeys in a real browser: slower than all others together, hence a project of its own (`npm run test:browser`). */
import { transform } from './jest.config.js';

export default {
  testMatch: ['<rootDir>/test/browser/**/*.test.ts'],
  transform,
  // Packages that ship ES modules only.
  transformIgnorePatterns: ['/node_modules/(?!(@sparticuz/chromium|postal-mime|@hono|hono)/)'],
  // The first start unpacks the browser (1.4 s); a journey is some forty presses.
  testTimeout: 60_000,
};
