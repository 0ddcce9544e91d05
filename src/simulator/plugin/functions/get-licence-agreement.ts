/** `getEUA` (plugin 2.2.5): the text of EUA, or else of EULA, as JSON. */
import { Asking } from '../../../installer/asking.js';
import type { ClientScript } from '../../../installer/client-script.js';
import { askMedia, PluginRaised, type PluginBody } from '../plugin-call.js';

export const getLicenceAgreement: PluginBody = async (call) =>
  JSON.stringify({ eua: await askMedia(call, licenceAgreement(new Asking('plugin', 'test-url'))) });

function* licenceAgreement(asking: Asking): ClientScript<string> {
  const body = (yield* asking.read('EUA')) ?? (yield* asking.read('EULA'));
  if (body === undefined) throw new PluginRaised('INVALID_URL');
  return new TextDecoder().decode(body);
}
