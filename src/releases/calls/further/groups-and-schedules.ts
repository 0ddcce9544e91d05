/** Further calls about groups of VMs and their schedules: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const groupsAndSchedules: CallNotations = {
  'VMPP.add_to_alarm_config':
    'pool-operator (self: VMPP ref, key: string, value: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.add_to_archive_schedule':
    'pool-operator (self: VMPP ref, key: string, value: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.add_to_archive_target_config':
    'pool-operator (self: VMPP ref, key: string, value: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.add_to_backup_schedule':
    'pool-operator (self: VMPP ref, key: string, value: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.archive_now': 'vm-power-admin (snapshot: VM ref) -> string since 5.6FP1 removed 6.2',
  'VMPP.get_alerts': 'pool-operator (vmpp: VMPP ref, hours_from_now: int) -> string set since 5.6FP1 removed 6.2',
  'VMPP.protect_now': 'pool-operator (vmpp: VMPP ref) -> string since 5.6FP1 removed 6.2',
  'VMPP.remove_from_alarm_config': 'pool-operator (self: VMPP ref, key: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.remove_from_archive_schedule': 'pool-operator (self: VMPP ref, key: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.remove_from_archive_target_config':
    'pool-operator (self: VMPP ref, key: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.remove_from_backup_schedule': 'pool-operator (self: VMPP ref, key: string) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_alarm_config':
    'pool-operator (self: VMPP ref, value: (string -> string) map) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_archive_frequency':
    'pool-operator (self: VMPP ref, value: enum vmpp_archive_frequency) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_archive_last_run_time': 'local-root (self: VMPP ref, value: datetime) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_archive_schedule':
    'pool-operator (self: VMPP ref, value: (string -> string) map) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_archive_target_config':
    'pool-operator (self: VMPP ref, value: (string -> string) map) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_archive_target_type':
    'pool-operator (self: VMPP ref, value: enum vmpp_archive_target_type) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_backup_frequency':
    'pool-operator (self: VMPP ref, value: enum vmpp_backup_frequency) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_backup_last_run_time': 'local-root (self: VMPP ref, value: datetime) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_backup_retention_value': 'pool-operator (self: VMPP ref, value: int) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_backup_schedule':
    'pool-operator (self: VMPP ref, value: (string -> string) map) -> void since 5.6FP1 removed 6.2',
  'VMPP.set_is_alarm_enabled': 'pool-operator (self: VMPP ref, value: bool) -> void since 5.6FP1 removed 6.2',
  'VMSS.add_to_schedule': 'pool-operator (self: VMSS ref, key: string, value: string) -> void since 7.2',
  'VMSS.remove_from_schedule': 'pool-operator (self: VMSS ref, key: string) -> void since 7.2',
  'VMSS.set_frequency': 'pool-operator (self: VMSS ref, value: enum vmss_frequency) -> void since 7.2',
  'VMSS.set_last_run_time': 'local-root (self: VMSS ref, value: datetime) -> void since 7.2',
  'VMSS.set_retained_snapshots': 'pool-operator (self: VMSS ref, value: int) -> void since 7.2',
  'VMSS.set_schedule': 'pool-operator (self: VMSS ref, value: (string -> string) map) -> void since 7.2',
  'VMSS.set_type': 'pool-operator (self: VMSS ref, value: enum vmss_type) -> void since 7.2',
  'VMSS.snapshot_now': 'pool-operator (vmss: VMSS ref) -> string since 7.2',
  'VM_appliance.assert_can_be_recovered':
    'read-only async (self: VM_appliance ref, session_to: session ref) -> void since 6.0',
  'VM_appliance.clean_shutdown': 'pool-operator async (self: VM_appliance ref) -> void since 6.0',
  'VM_appliance.get_SRs_required_for_recovery':
    'read-only async (self: VM_appliance ref, session_to: session ref) -> SR ref set since 6.5',
  'VM_appliance.hard_shutdown': 'pool-operator async (self: VM_appliance ref) -> void since 6.0',
  'VM_appliance.recover':
    'read-only async (self: VM_appliance ref, session_to: session ref, force: bool) -> void since 6.0',
  'VM_appliance.shutdown': 'pool-operator async (self: VM_appliance ref) -> void since 6.0',
  'VM_appliance.start': 'pool-operator async (self: VM_appliance ref, paused: bool) -> void since 6.0',
};
