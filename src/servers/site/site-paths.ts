/** What stands at the top of the served tree, over HTTP and FTP alike: one table for the site and for docs/ports.md. */
export const sitePaths = { grants: 'i', media: 'media', alive: 'healthz', ready: 'readyz' } as const;

/** Over HTTP alone, and only for the networks that the configuration names. */
export const metricsPath = '/metrics';
