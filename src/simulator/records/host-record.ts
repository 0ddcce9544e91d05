/** Hosts and their metrics as records. */
import { allowedHostOperations } from '../planner/host-operation.js';
import type { Entity, Host } from '../state/objects.js';
import { nullRef } from '../state/objects.js';
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
      allowed_operations: allowedHostOperations(host, state.upgrading),
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
      power_on_mode: host.powerOnMode,
      capabilities: host.hardware.hvm ? ['xen-3.0-x86_64', 'hvm-3.0-x86_64'] : ['xen-3.0-x86_64'],
      cpu_info: {
        vendor: host.hardware.cpu.vendor,
        features_hvm: host.hardware.cpu.features,
        cpu_count: String(host.hardware.cpuCount),
        socket_count: '1',
      },
      chipset_info: { iommu: String(host.hardware.iommu) },
      virtual_hardware_platform_versions: host.hardware.hardwarePlatforms.map(String),
      pending_guidances: [...host.pendingGuidances],
      memory_overhead: '0',
    };
  },
};

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
