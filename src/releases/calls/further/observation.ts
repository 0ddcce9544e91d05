/** Further calls about tasks, messages and observers: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const observation: CallNotations = {
  'task.set_error_info': 'read-only (self: task ref, value: string set) -> void since xapi 21.3.0',
  'task.set_progress': 'read-only (self: task ref, value: float) -> void since 8.2',
  'task.set_result': 'read-only (self: task ref, value: string) -> void since xapi 21.3.0',
  'message.destroy_all': 'pool-operator async (filters: (string -> string) map) -> void since xapi 26.6.0',
  'message.destroy_many': 'pool-operator async (messages: message ref set) -> void since xapi 22.19.0',
  'message.get':
    'read-only (cls: enum cls, obj_uuid: string, since: datetime) -> (message ref -> message record) map since 5.0',
  'message.get_all_records_where': 'read-only (expr: string) -> (message ref -> message record) map since 5.0',
  'Observer.set_attributes':
    'pool-admin async (self: Observer ref, value: (string -> string) map) -> void since xapi 23.14.0',
  'Observer.set_components': 'pool-admin async (self: Observer ref, value: string set) -> void since xapi 23.14.0',
  'Observer.set_enabled': 'pool-admin async (self: Observer ref, value: bool) -> void since xapi 23.14.0',
  'Observer.set_endpoints': 'pool-admin async (self: Observer ref, value: string set) -> void since xapi 23.14.0',
  'Observer.set_hosts': 'pool-admin async (self: Observer ref, value: host ref set) -> void since xapi 23.14.0',
  'Caller.add_group': 'pool-operator async (self: Caller ref, group: string) -> void since xapi 26.17.0',
  'Caller.query_all_usage': 'pool-operator async () -> string set set since xapi 26.17.0',
  'Caller.query_call_count': 'pool-operator async (self: Caller ref) -> int since xapi 26.15.0',
  'Caller.query_group_call_count': 'pool-operator async (group: string) -> int since xapi 26.15.0',
  'Caller.query_group_token_usage': 'pool-operator async (group: string) -> float since xapi 26.15.0',
  'Caller.query_token_usage': 'pool-operator async (self: Caller ref) -> float since xapi 26.15.0',
  'Caller.remove_group': 'pool-operator async (self: Caller ref, group: string) -> void since xapi 26.17.0',
  'Rate_limit.add_caller': 'pool-admin async (self: Rate_limit ref, caller: Caller ref) -> void since xapi 26.17.0',
  'Rate_limit.remove_caller': 'pool-admin async (self: Rate_limit ref, caller: Caller ref) -> void since xapi 26.17.0',
  'Rate_limit.set_burst_size': 'pool-admin async (self: Rate_limit ref, value: float) -> void since xapi 26.17.0',
  'Rate_limit.set_fill_rate': 'pool-admin async (self: Rate_limit ref, value: float) -> void since xapi 26.17.0',
};
