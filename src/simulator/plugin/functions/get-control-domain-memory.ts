/** `getDom0DefaultMemory` (plugin 2.1.0): bytes that the medium's release would give this host's control domain. */
import { controlDomainMemory } from '../../../installer/control-domain-memory.js';
import type { PluginBody } from '../plugin-call.js';
import { mediumVersions } from './get-version.js';

export const getControlDomainMemory: PluginBody = async (call) => {
  const { platformVersion } = await mediumVersions(call);
  return String(controlDomainMemory(call.host.memoryTotal, platformVersion));
};
