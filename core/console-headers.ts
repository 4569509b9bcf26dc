/** Headers under which the console's files are served, in AWS and by local mode alike. */

/**
 * No inline script, no inline style, nothing from elsewhere. Cloudscape sets styles through the DOM, which the policy allows, and
 * brings its fonts and some icons as data URLs.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Everything under assets/ has its content's hash in its name and may be kept for ever; what names it is asked for each time. */
export const KEPT_FOR_EVER = 'public, max-age=31536000, immutable';
export const ASKED_EACH_TIME = 'no-cache';
