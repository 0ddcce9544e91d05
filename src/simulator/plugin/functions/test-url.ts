/** `testUrl`: are there boot files and a repository at the address, no older than this host? */
import { pluginTestUrl } from '../../../installer/plugin.js';
import { accepted, askMedia, pluginRunOf, type PluginBody } from '../plugin-call.js';

export const testUrl: PluginBody = async (call) => {
  accepted(await askMedia(call, pluginTestUrl(pluginRunOf(call.host))));
  return 'true';
};
