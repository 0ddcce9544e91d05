/** Further calls about clusters: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const clusters: CallNotations = {
  'Cluster.create':
    'pool-operator async (PIF: PIF ref, cluster_stack: string, pool_auto_join: bool, token_timeout?: float, token_timeout_coefficient?: float) -> Cluster ref since 7.5',
  'Cluster.destroy': 'pool-operator async (self: Cluster ref) -> void since 7.5',
  'Cluster.get_network': 'read-only async (self: Cluster ref) -> network ref since 7.5',
  'Cluster.pool_create':
    'pool-operator async (network: network ref, cluster_stack: string, token_timeout?: float, token_timeout_coefficient?: float) -> Cluster ref since 7.5',
  'Cluster.pool_destroy': 'pool-operator async (self: Cluster ref) -> void since 7.5',
  'Cluster.pool_force_destroy': 'pool-operator async (self: Cluster ref) -> void since 7.5',
  'Cluster.pool_resync': 'pool-operator async (self: Cluster ref) -> void since 7.5',
  'Cluster_host.create':
    'pool-operator async (cluster: Cluster ref, host: host ref, pif: PIF ref) -> Cluster_host ref since 7.5',
  'Cluster_host.destroy': 'pool-operator async (self: Cluster_host ref) -> void since 7.5',
  'Cluster_host.disable': 'pool-operator async (self: Cluster_host ref) -> void since 7.5',
  'Cluster_host.enable': 'pool-operator async (self: Cluster_host ref) -> void since 7.5',
  'Cluster_host.force_destroy': 'pool-operator async (self: Cluster_host ref) -> void since 7.5',
};
