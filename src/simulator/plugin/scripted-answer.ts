/** Scripted faults of the host-upgrade plugin: each failure that a caller can see, a hang, a wrong answer (xapi.md 1.4). */
import { endless } from '../faults/endless.js';
import type { pluginFailures } from '../faults/kinds/plugins.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';

type Description = readonly [string, ...string[]];

interface Failing {
  readonly host: Host;
  readonly plugin: string;
  readonly fn: string;
  readonly error: Description;
  readonly exception: string;
}

const failed = (...params: string[]): Description => ['XENAPI_PLUGIN_FAILURE', ...params];

const descriptions: Readonly<Record<(typeof pluginFailures)[number], (failing: Failing) => Description>> = {
  exception: ({ fn, exception, error: [code] }) => failed(fn, exception, code),
  missing: ({ plugin }) => ['XENAPI_MISSING_PLUGIN', plugin],
  'unknown-function': ({ fn }) => ['UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn],
  'own-failure': ({ error }) => error,
  'non-zero-exit': () => failed('non-zero exit', '', 'Traceback (most recent call last):'),
  killed: () => failed('signal: SIGKILL', '', ''),
  'task-stopped': () => failed('task stopped', '', ''),
  'unparsable-output': () => failed('failed to parse plugin output', 'Segmentation fault', ''),
  'unexpected-result': () => failed('unexpected XMLRPC result', '<value/>', ''),
  'xmlrpc-fault': ({ error: [code] }) => failed('fault', '1', code),
  'host-offline': ({ host }) => ['HOST_OFFLINE', host.ref],
  'cannot-contact-host': ({ host }) => ['CANNOT_CONTACT_HOST', host.ref],
};

/** The answer in place of the function's own; undefined lets it run. @throws XapiFailure */
export async function scriptedAnswer(
  world: World,
  host: Host,
  plugin: string,
  fn: string,
): Promise<string | undefined> {
  const hanging = world.strikes('plugin-hangs', { host, fn });
  if (hanging !== undefined) await (hanging.lasts === undefined ? endless(world) : world.sleep(hanging.lasts));
  const failing = world.strikes('plugin-fails', { host, fn });
  if (failing !== undefined) {
    const description = descriptions[failing.how]({ ...failing, host, plugin, fn });
    world.history.record('plugin-called', host.uuid, { fn, url: '', answer: description.at(-1) ?? '' });
    throw new XapiFailure(description);
  }
  return world.strikes('plugin-answers-wrongly', { host, fn })?.answer;
}
