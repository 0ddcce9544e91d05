/** Further calls about PVS: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const streaming: CallNotations = {
  'PVS_site.forget': 'pool-operator async (self: PVS_site ref) -> void since 7.1',
  'PVS_site.introduce':
    'pool-operator async (name_label: string, name_description: string, PVS_uuid: string) -> PVS_site ref since 7.1',
  'PVS_site.set_PVS_uuid': 'pool-operator async (self: PVS_site ref, value: string) -> void since 7.1',
  'PVS_server.forget': 'pool-operator async (self: PVS_server ref) -> void since 7.1',
  'PVS_server.introduce':
    'pool-operator async (addresses: string set, first_port: int, last_port: int, site: PVS_site ref) -> PVS_server ref since 7.1',
  'PVS_proxy.create': 'pool-operator async (site: PVS_site ref, VIF: VIF ref) -> PVS_proxy ref since 7.1',
  'PVS_proxy.destroy': 'pool-operator async (self: PVS_proxy ref) -> void since 7.1',
};
