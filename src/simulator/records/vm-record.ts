/** VMs, templates and control domains as records. */
import { allowedOperations } from '../planner/vm-operation.js';
import { attachedPcis } from './device-records.js';
import { guestMetricsOf, metricsOf } from './guest-records.js';
import type { Vm } from '../state/objects.js';
import type { RecordSource } from './record-builder.js';

export const vmSource: RecordSource<Vm> = {
  list: (world) => [...world.state.vms.values()],
  fields: (vm, world) => ({
    name_label: vm.name,
    name_description: '',
    power_state: vm.powerState,
    resident_on: vm.residentOn,
    scheduled_to_be_resident_on: vm.scheduledOn,
    is_control_domain: vm.kind === 'control-domain',
    is_a_template: vm.kind === 'template',
    is_a_snapshot: vm.kind === 'snapshot',
    memory_static_max: String(vm.memory),
    memory_static_min: String(vm.hardware.memoryDynamicMin),
    memory_dynamic_max: String(vm.memory),
    memory_dynamic_min: String(vm.hardware.memoryDynamicMin),
    memory_target: String(vm.memory),
    memory_overhead: String(vm.hardware.memoryOverhead),
    metrics: metricsOf(vm),
    guest_metrics: guestMetricsOf(vm),
    attached_PCIs: attachedPcis(vm),
    current_operations: vm.currentOperations,
    allowed_operations: [...allowedOperations(world.state, vm)],
    hardware_platform_version: String(vm.hardware.hardwarePlatform),
    last_boot_CPU_flags: vm.hardware.bootedCpu === null ? {} : { ...vm.hardware.bootedCpu },
    blocked_operations: vm.blockedOperations,
    other_config: vm.otherConfig,
    ha_restart_priority: vm.haRestartPriority,
    ha_always_run: vm.haRestartPriority === 'restart',
    VBDs: [...world.state.vbds.values()].filter((vbd) => vbd.vm === vm.ref).map((vbd) => vbd.ref),
    HVM_boot_policy: 'BIOS order',
    HVM_shadow_multiplier: 1,
    VCPUs_max: String(vm.hardware.vcpus),
    VCPUs_at_startup: String(vm.hardware.vcpus),
    domid: vm.powerState === 'Running' ? '1' : '-1',
    actions_after_shutdown: 'destroy',
    actions_after_reboot: 'restart',
    actions_after_crash: 'restart',
    domain_type: vm.hardware.domainType,
  }),
};
