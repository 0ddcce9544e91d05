/** `host.call_plugin`: which failure a caller sees for what (xapi.md 1.4), and the upgrade plugin's functions. */
import type { PluginFunction } from '../../releases/release-facts.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';
import { XapiFailure } from '../xapi-failure.js';
import { assertReachable } from '../calls/host-reach.js';
import { scriptedAnswer } from './scripted-answer.js';
import { pluginFunctions, PluginRaised } from './upgrade-plugin.js';

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
  if (plugin !== upgradePlugin) throw XapiFailure.of('XENAPI_MISSING_PLUGIN', plugin);
  if (!isFunctionOf(host, fn)) throw XapiFailure.of('UNKNOWN_XENAPI_PLUGIN_FUNCTION', fn);
  await world.sleep(world.times.pluginCall);
  const url = args['url'] ?? '';
  try {
    const answer = (await scriptedAnswer(world, host, plugin, fn)) ?? (await pluginFunctions[fn](world, host, url));
    world.history.record('plugin-called', host.uuid, { fn, url, answer });
    assertReachable(host);
    return answer;
  } catch (error) {
    if (!(error instanceof PluginRaised)) throw error;
    world.history.record('plugin-called', host.uuid, { fn, url, answer: error.code });
    throw XapiFailure.of('XENAPI_PLUGIN_FAILURE', fn, 'Exception', error.code);
  }
}

function isFunctionOf(host: Host, fn: string): fn is PluginFunction {
  return host.running.facts.hostPlugin.functions.some((known) => known === fn);
}
