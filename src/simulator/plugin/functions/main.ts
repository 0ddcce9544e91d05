/**
 * `main`: tests the address again, wipes /boot/installer, downloads, writes the boot entry, and says to the installer whether
 * it may lay out the disk anew (media-and-clients.md 3.1). What fails late leaves behind what came before it.
 */
import { pluginMain, versionlessCrash, type PluginVerdict } from '../../../installer/plugin.js';
import { pluginHabits } from '../../../installer/plugin-habits.js';
import type { RepositoryVersions } from '../../../installer/host-library.js';
import { findRelease } from '../../../releases/find-release.js';
import type { Host, StagedInstallation } from '../../state/objects.js';
import { pick } from '../../times.js';
import { XapiFailure } from '../../xapi-failure.js';
import { bootEntryProblem } from '../boot-entry-problem.js';
import {
  accepted,
  askMedia,
  PluginRaised,
  pluginRunOf,
  urlOf,
  type PluginBody,
  type PluginCall,
} from '../plugin-call.js';
import { scriptProblem } from '../script-argument.js';
import { repartitionAnswer } from './test-safe-to-upgrade.js';

export const main: PluginBody = async (call) => {
  const { world, host } = call;
  const url = urlOf(call);
  const habits = pluginHabits[pluginRunOf(host).generation];
  if (habits.takesScripts && scriptProblem(call.args['script'])) throw new PluginRaised('INVALID_SCRIPT');
  const versions = await download(call);
  if (habits.hangsOverFtp && url.startsWith('ftp:')) {
    await world.sleep(world.times.ftpIdleTimeout);
    throw new PluginRaised(versionlessCrash);
  }
  if (habits.packsImage) await world.sleep(pick(world.state.random, world.times.imagePacking));
  if (bootEntryProblem(host.machine.network, url) !== undefined) throw new PluginRaised('ERROR_PREPARING_HOST');
  if (host.power !== 'on') throw XapiFailure.of('CANNOT_CONTACT_HOST', host.ref);
  host.staged = bootEntry(host, url, versions);
  const knowsLayouts = host.running.facts.hostPlugin.functions.includes('testSafe2Upgrade');
  host.mayRepartition = knowsLayouts && repartitionAnswer(world, host) === 'true';
  world.history.record('staged', host.uuid, { url });
  return 'true';
};

/** A refused test touches nothing. From the first byte of the download on, what an earlier `main` fetched is gone. */
async function download(call: PluginCall): Promise<RepositoryVersions> {
  const { host } = call;
  const verdict = await askMedia(call, pluginMain(pluginRunOf(host)));
  if (!failedAtTest(verdict) && host.staged !== null) host.staged = { ...host.staged, filesPresent: false };
  return accepted(verdict);
}

function failedAtTest(verdict: PluginVerdict): boolean {
  return !verdict.ok && verdict.code !== 'ERROR_PREPARING_HOST' && verdict.code !== versionlessCrash;
}

function bootEntry(host: Host, url: string, versions: RepositoryVersions): StagedInstallation {
  const { generation } = pluginRunOf(host);
  const installer = findRelease({ platform: versions.platformVersion, product: versions.productVersion });
  return {
    url,
    installer: installer ?? host.running.facts,
    entry: pluginHabits[generation].bootEntry,
    filesPresent: true,
    revertible: isRevertible(host, pluginHabits[generation].bootEntry),
    answerFileReadable: !/[&<]/.test(url),
  };
}

/**
 * An idempotent `main` looks up the old default in the copy that the first one left in /boot/installer: a `main` that failed
 * in between has removed it.
 */
function isRevertible({ staged, running }: Host, entry: StagedInstallation['entry']): boolean {
  if (entry === 'one-shot' || staged === null) return true;
  return running.facts.hostPlugin.mainIsIdempotent && staged.filesPresent && staged.revertible;
}
