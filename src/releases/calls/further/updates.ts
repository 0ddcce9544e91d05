/** Further calls about patches, updates and their repositories: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const updates: CallNotations = {
  'pool_patch.apply': 'pool-operator async (self: pool_patch ref, host: host ref) -> string',
  'pool_patch.clean': 'pool-operator async (self: pool_patch ref) -> void',
  'pool_patch.clean_on_host': 'pool-operator async (self: pool_patch ref, host: host ref) -> void since 6.1',
  'pool_patch.destroy': 'pool-operator async (self: pool_patch ref) -> void',
  'pool_patch.pool_apply': 'pool-operator async (self: pool_patch ref) -> void',
  'pool_patch.pool_clean': 'pool-operator async (self: pool_patch ref) -> void since 6.1',
  'pool_patch.precheck': 'pool-operator async (self: pool_patch ref, host: host ref) -> string',
  'pool_update.apply': 'pool-operator async (self: pool_update ref, host: host ref) -> void since 7.1',
  'pool_update.destroy': 'pool-operator async (self: pool_update ref) -> void since 7.1',
  'pool_update.introduce': 'pool-operator async (vdi: VDI ref) -> pool_update ref since 7.1',
  'pool_update.pool_apply': 'pool-operator async (self: pool_update ref) -> void since 7.1',
  'pool_update.pool_clean': 'pool-operator async (self: pool_update ref) -> void since 7.1',
  'pool_update.precheck':
    'pool-operator async (self: pool_update ref, host: host ref) -> enum livepatch_status since 7.1',
  'Repository.forget': 'pool-operator async (self: Repository ref) -> void since xapi 1.301.0',
  'Repository.introduce':
    'pool-operator async (name_label: string, name_description: string, binary_url: string, source_url: string, update: bool, gpgkey_path?: string) -> Repository ref since xapi 1.301.0',
  'Repository.introduce_bundle':
    'pool-operator async (name_label: string, name_description: string) -> Repository ref since xapi 24.23.0',
  'Repository.introduce_remote_pool':
    'pool-operator async (name_label: string, name_description: string, binary_url: string, certificate: string) -> Repository ref since xapi 25.7.0',
  'Repository.set_gpgkey_path': 'pool-operator async (self: Repository ref, value: string) -> void since xapi 22.12.0',
};
