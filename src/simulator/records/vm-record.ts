/** VMs, templates and control domains as records. */
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
    is_a_snapshot: false,
    memory_static_max: String(vm.memory),
    memory_static_min: String(vm.memory),
    memory_dynamic_max: String(vm.memory),
    memory_dynamic_min: String(vm.memory),
    memory_target: String(vm.memory),
    memory_overhead: '0',
    metrics: metricsOf(vm),
    guest_metrics: guestMetricsOf(vm),
    attached_PCIs: attachedPcis(vm),
    current_operations: vm.currentOperations,
    blocked_operations: vm.blockedOperations,
    other_config: vm.otherConfig,
    ha_restart_priority: vm.haRestartPriority,
    ha_always_run: vm.haRestartPriority === 'restart',
    VBDs: [...world.state.vbds.values()].filter((vbd) => vbd.vm === vm.ref).map((vbd) => vbd.ref),
    HVM_boot_policy: 'BIOS order',
    HVM_shadow_multiplier: 1,
    VCPUs_max: '1',
    VCPUs_at_startup: '1',
    domid: vm.powerState === 'Running' ? '1' : '-1',
    actions_after_shutdown: 'destroy',
    actions_after_reboot: 'restart',
    actions_after_crash: 'restart',
    domain_type: 'hvm',
  }),
};
