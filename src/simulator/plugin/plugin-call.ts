/** One call of a plugin function at work, what it raises, and how it asks for media: as the plugin of the host's release does. */
import { runClientScript, type ClientScript, type MediaTransport } from '../../installer/client-script.js';
import { exceptionClassOf, type PluginRun, type PluginVerdict } from '../../installer/plugin.js';
import { pluginClient } from '../../installer/profiles.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';

export interface PluginCall {
  readonly world: World;
  /** On which it runs. */
  readonly host: Host;
  readonly args: Readonly<Record<string, string>>;
}

/** A function of the plugin: gives the text that the caller sees. @throws PluginRaised */
export type PluginBody = (call: PluginCall) => Promise<string>;

/** What the Python code raises; the code is the third element of XENAPI_PLUGIN_FAILURE, the class the second. */
export class PluginRaised extends Error {
  readonly exceptionClass: string;

  constructor(readonly code: string) {
    super(code);
    this.exceptionClass = exceptionClassOf(code);
  }
}

/** Missing is another thing than empty: an empty address is one that leads nowhere. */
export function urlOf({ args }: PluginCall): string {
  const url = args['url'];
  if (url === undefined) throw new PluginRaised('MISSING_URL');
  return url;
}

export function pluginRunOf(host: Host): PluginRun {
  const { run: usual } = pluginClient(host.running.facts);
  return {
    ...usual,
    hostPlatformVersion: host.running.softwareVersion['platform_version'] ?? usual.hostPlatformVersion,
  };
}

export async function askMedia<Result>(call: PluginCall, script: ClientScript<Result>): Promise<Result> {
  const transport = open(call);
  try {
    return await runClientScript(script, transport);
  } finally {
    await transport.close();
  }
}

/** A scheme that the plugin does not know is a URL it cannot use. */
function open(call: PluginCall): MediaTransport {
  const { world, host } = call;
  try {
    return world.media(urlOf(call), pluginClient(host.running.facts).profile, { address: host.address });
  } catch (error) {
    if (error instanceof DrydockError) throw new PluginRaised('INVALID_URL');
    throw error;
  }
}

export function accepted(verdict: PluginVerdict): PluginVerdict & { readonly ok: true } {
  if (!verdict.ok) throw new PluginRaised(verdict.code);
  return verdict;
}
