/** Every function of prepare_host_upgrade.py that is modelled, by the name it is called by. */
import type { PluginFunction } from '../../../releases/release-facts.js';
import type { PluginBody } from '../plugin-call.js';
import { getControlDomainMemory } from './get-control-domain-memory.js';
import { getLicenceAgreement } from './get-licence-agreement.js';
import { getVersion } from './get-version.js';
import { main } from './main.js';
import { testSafeToUpgrade } from './test-safe-to-upgrade.js';
import { testUrl } from './test-url.js';

export const pluginFunctions: Readonly<Partial<Record<PluginFunction, PluginBody>>> = {
  testUrl,
  main,
  getVersion,
  testSafe2Upgrade: testSafeToUpgrade,
  getDom0DefaultMemory: getControlDomainMemory,
  getEUA: getLicenceAgreement,
};
