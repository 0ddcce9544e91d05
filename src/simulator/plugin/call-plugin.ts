/** `host.call_plugin`: which failure a caller sees for what (xapi.md 1.4), and the upgrade plugin's functions. */
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { assertReachable } from '../calls/host-reach.js';
import { diskPluginAnswer } from './disk-plugins.js';
import { scriptedAnswer } from './scripted-answer.js';
import { pluginFunctions } from './functions/registry.js';
import { PluginRaised, type PluginBody } from './plugin-call.js';

const upgradePlugin = 'prepare_host_upgrade.py';

/** The plugin runs on the host it is called for, and goes on when the coordinator goes down. */
export async function callPlugin(
  world: World,
  host: Host,
  plugin: string,
  fn: string,
  args: Readonly<Record<string, string>>,
): Promise<string> {
  assertReachable(host);
  if (plugin !== upgradePlugin) return otherPlugin(world, host, plugin, fn);
  const body = functionOf(host, fn);
  if (body === undefined) throw XapiFailure.of('UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn);
  await world.sleep(world.times.pluginCall);
  const url = args['url'] ?? '';
  try {
    const answer = (await scriptedAnswer(world, host, plugin, fn)) ?? (await body({ world, host, args }));
    world.history.record('plugin-called', host.uuid, { fn, url, answer });
    assertReachable(host);
    return answer;
  } catch (error) {
    if (!(error instanceof PluginRaised)) throw error;
    world.history.record('plugin-called', host.uuid, { fn, url, answer: error.code });
    throw XapiFailure.of('XENAPI_PLUGIN_FAILURE', fn, error.exceptionClass, error.code);
  }
}

/** They only look: faults of the upgrade plugin are not theirs, and the history tells nothing of them. */
async function otherPlugin(world: World, host: Host, plugin: string, fn: string): Promise<string> {
  const answer = diskPluginAnswer(host, plugin, fn);
  if (answer === undefined) throw XapiFailure.of('XENAPI_MISSING_PLUGIN', plugin);
  await world.sleep(world.times.pluginCall);
  assertReachable(host);
  return answer;
}

/** Undefined for a function that the plugin of this host's release does not have. */
function functionOf(host: Host, fn: string): PluginBody | undefined {
  const known = host.running.facts.hostPlugin.functions.find((candidate) => candidate === fn);
  return known === undefined ? undefined : pluginFunctions[known];
}
