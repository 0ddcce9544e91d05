/** The functions of prepare_host_upgrade.py: each really asks the given URL, as the plugin of the host's release does. */
import { Asking } from '../../installer/asking.js';
import { runClientScript, type ClientScript, type MediaTransport } from '../../installer/client-script.js';
import { hostLibraries, repositoryVersion } from '../../installer/host-library.js';
import {
  hostLibraryOf,
  pluginMain,
  pluginTestUrl,
  type PluginRun,
  type PluginVerdict,
} from '../../installer/plugin.js';
import { pluginClient } from '../../installer/profiles.js';
import { findRelease } from '../../releases/find-release.js';
import type { PluginFunction } from '../../releases/release-facts.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { Host } from '../state/objects.js';
import type { World } from '../world.js';

/** What the Python code raises; the code is the third element of XENAPI_PLUGIN_FAILURE. */
export class PluginRaised extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

type Implementation = (world: World, host: Host, url: string) => Promise<string>;

/** What the control domain gets by default from 7.0 on, for a host of this size (an estimate). */
const controlDomainMemory = 8 * 1024 ** 3;

export const pluginFunctions: Readonly<Record<PluginFunction, Implementation>> = {
  testUrl: async (world, host, url) => {
    accept(await run(world, host, url, pluginTestUrl(pluginRun(host))));
    return 'true';
  },

  main: async (world, host, url) => {
    host.staged = null;
    const { platformVersion, productVersion } = accept(await run(world, host, url, pluginMain(pluginRun(host))));
    const installer = findRelease({ platform: platformVersion, product: productVersion }) ?? host.running.facts;
    host.staged = { url, installer };
    world.history.record('staged', host.uuid, { url });
    return 'true';
  },

  getVersion: async (world, host, url) => {
    const asking = new Asking('plugin', 'test-url');
    const library = hostLibraries[hostLibraryOf(pluginRun(host).generation)];
    const versions = await run(world, host, url, repositoryVersion(asking, library));
    if (versions === undefined) throw new PluginRaised('INVALID_URL');
    return JSON.stringify({
      'product-version': versions.productVersion ?? '',
      'platform-version': versions.platformVersion,
    });
  },

  testSafe2Upgrade: () => Promise.resolve('true'),

  getDom0DefaultMemory: (_world, host) => Promise.resolve(String(Math.min(controlDomainMemory, host.memoryTotal))),

  getEUA: async (world, host, url) => {
    const asking = new Asking('plugin', 'test-url');
    const text = await run(world, host, url, licenceAgreement(asking));
    return JSON.stringify({ eua: text });
  },
};

function pluginRun(host: Host): PluginRun {
  const { run: usual } = pluginClient(host.running.facts);
  return {
    ...usual,
    hostPlatformVersion: host.running.softwareVersion['platform_version'] ?? usual.hostPlatformVersion,
  };
}

async function run<Result>(world: World, host: Host, url: string, script: ClientScript<Result>): Promise<Result> {
  if (url === '') throw new PluginRaised('MISSING_URL');
  const transport = open(world, host, url);
  try {
    return await runClientScript(script, transport);
  } finally {
    await transport.close();
  }
}

/** A scheme that the plugin does not know is a URL it cannot use. */
function open(world: World, host: Host, url: string): MediaTransport {
  try {
    return world.media(url, pluginClient(host.running.facts).profile);
  } catch (error) {
    if (error instanceof DrydockError) throw new PluginRaised('INVALID_URL');
    throw error;
  }
}

function accept(verdict: PluginVerdict): PluginVerdict & { readonly ok: true } {
  if (!verdict.ok) throw new PluginRaised(verdict.code);
  return verdict;
}

function* licenceAgreement(asking: Asking): ClientScript<string> {
  const body = (yield* asking.read('EUA')) ?? (yield* asking.read('EULA'));
  if (body === undefined) throw new PluginRaised('INVALID_URL');
  return new TextDecoder().decode(body);
}
