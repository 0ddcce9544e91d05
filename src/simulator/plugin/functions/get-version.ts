/** `getVersion` (plugin 2.1.0): the versions of the medium as JSON. */
import { Asking } from '../../../installer/asking.js';
import { hostLibraries, repositoryVersion, type RepositoryVersions } from '../../../installer/host-library.js';
import { hostLibraryOf } from '../../../installer/plugin.js';
import { askMedia, PluginRaised, pluginRunOf, type PluginBody, type PluginCall } from '../plugin-call.js';

export const getVersion: PluginBody = async (call) => {
  const { platformVersion, productVersion } = await mediumVersions(call);
  return JSON.stringify({ 'product-version': productVersion ?? '', 'platform-version': platformVersion });
};

export async function mediumVersions(call: PluginCall): Promise<RepositoryVersions> {
  const library = hostLibraries[hostLibraryOf(pluginRunOf(call.host).generation)];
  const versions = await askMedia(call, repositoryVersion(new Asking('plugin', 'test-url'), library));
  if (versions === undefined) throw new PluginRaised('INVALID_URL');
  return versions;
}
