/** Hosts and their metrics as records. */
import type { Entity, Host } from '../state/objects.js';
import { nullRef } from '../state/objects.js';
import { rollingUpgradeKey } from '../life/rolling-upgrade-flag.js';
import { WireDateTime } from '../wire/wire-value.js';
import type { RecordSource } from './record-builder.js';

export const hostSource: RecordSource<Host> = {
  list: (world) => world.state.hostList,
  fields: (host, world) => {
    const { state } = world;
    return {
      name_label: host.name,
      name_description: 'Default install',
      hostname: host.name,
      address: host.address,
      enabled: host.enabled,
      metrics: host.metrics.ref,
      software_version: host.recordedVersion,
      API_version_major: String(state.coordinator.running.facts.apiVersion.major),
      API_version_minor: String(state.coordinator.running.facts.apiVersion.minor),
      API_version_vendor: 'XenSource',
      other_config: host.otherConfig,
      current_operations: host.currentOperations,
      allowed_operations: allowedOperations(host, rollingUpgradeKey in state.pool.otherConfig),
      resident_VMs: [...state.vms.values()].filter((vm) => vm.residentOn === host.ref).map((vm) => vm.ref),
      control_domain:
        [...state.vms.values()].find((vm) => vm.kind === 'control-domain' && vm.residentOn === host.ref)?.ref ??
        nullRef,
      PBDs: state.pbdsOf(host).map((pbd) => pbd.ref),
      certificates: [host.certificate.ref],
      PIFs: [...state.pifs.values()].filter((pif) => pif.host === host.ref).map((pif) => pif.ref),
      edition: 'free',
      editions: ['free'],
      // As a paid edition: what a restricted one is like is for assessments to be tested on facts.
      license_params: { restrict_rpu: 'false', restrict_xen_motion: 'false' },
      cpu_info: { vendor: 'GenuineIntel', cpu_count: '16', socket_count: '2', model: '85', family: '6' },
      capabilities: ['xen-3.0-x86_64', 'hvm-3.0-x86_64'],
      memory_overhead: '0',
    };
  },
};

/** During an upgrade at most evacuate and provision are shown; the other calls work all the same (xapi.md 2.3). */
function allowedOperations(host: Host, upgrading: boolean): readonly string[] {
  if (upgrading) return ['provision', 'evacuate'];
  return host.enabled
    ? ['provision', 'evacuate', 'vm_start', 'vm_resume', 'vm_migrate']
    : ['evacuate', 'reboot', 'shutdown'];
}

interface HostMetrics extends Entity {
  readonly host: Host;
}

export const hostMetricsSource: RecordSource<HostMetrics> = {
  list: (world) => world.state.hostList.map((host) => ({ ...host.metrics, host })),
  fields: ({ host }, world) => ({
    live: host.live,
    memory_total: String(host.memoryTotal),
    memory_free: String(world.state.memoryFree(host)),
    last_updated: WireDateTime.at(host.agentStartedAt),
    other_config: {},
  }),
};
