/** Plugin functions that fail in each of the ways that reach a caller, hang, or answer nonsense (xapi.md 1.4). */
import { z } from 'zod';
import type { PlaceFault } from '../definition.js';
import { atPlace, duration, text, xapiError } from '../parameters.js';

/** How a plugin call can fail: each row of the table in xapi.md 1.4. */
export const pluginFailures = [
  'exception',
  'missing',
  'unknown-function',
  'own-failure',
  'non-zero-exit',
  'killed',
  'task-stopped',
  'unparsable-output',
  'unexpected-result',
  'xmlrpc-fault',
  'host-offline',
  'cannot-contact-host',
] as const;

const fails = atPlace({
  fn: text.optional(),
  how: z.enum(pluginFailures, `must be one of ${pluginFailures.join(', ')}`).default('exception'),
  error: xapiError.default(['REPO_SERVER_ERROR_503']),
  exception: text.default('Exception'),
});
const hangs = atPlace({ fn: text.optional(), lasts: duration.optional() });
const wrong = atPlace({ fn: text.optional(), answer: z.string().default('<?xml version="1.0"?>') });

export const pluginFails: PlaceFault<typeof fails> = {
  area: 'Plugins',
  strikes: 'place',
  place: 'when a function of the host-upgrade plugin is called',
  summary:
    'a plugin function fails; `fn` names it, `how` is one of ' +
    `${pluginFailures.join(', ')}; \`error\` is the code (default REPO_SERVER_ERROR_503), \`exception\` its Python class`,
  parameters: fails,
  example: 'plugin-fails host=member-1 fn=main error=ERROR_PREPARING_HOST',
};

export const pluginHangs: PlaceFault<typeof hangs> = {
  area: 'Plugins',
  strikes: 'place',
  place: 'when a function of the host-upgrade plugin is called',
  summary: 'a plugin function does not return, for ever or for as long as it `lasts`; `fn` names it',
  parameters: hangs,
  example: 'plugin-hangs fn=main',
};

export const pluginAnswersWrongly: PlaceFault<typeof wrong> = {
  area: 'Plugins',
  strikes: 'place',
  place: 'when a function of the host-upgrade plugin is called',
  summary: 'a plugin function does nothing and returns `answer`, which is no answer of it; `fn` names it',
  parameters: wrong,
  example: 'plugin-answers-wrongly fn=testUrl answer=false',
};
