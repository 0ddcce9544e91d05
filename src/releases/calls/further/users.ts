/** Further calls about sessions, users and roles: refused as the releases refuse them, carried out by none of the rules here (facts: XenAPI data model). */
import type { CallNotations } from './call-notation.js';

export const users: CallNotations = {
  'session.change_password': 'local-root (old_pwd: string, new_pwd: string) -> void',
  'session.create_from_db_file': 'local-root async (filename: string) -> session ref since 7.0',
  'session.get_all_subject_identifiers': 'read-only async () -> string set since 5.5',
  'session.logout_subject_identifier': 'pool-operator async (subject_identifier: string) -> void since 5.5',
  'auth.get_group_membership': 'read-only (subject_identifier: string) -> string set since 5.5',
  'auth.get_subject_identifier': 'read-only (subject_name: string) -> string since 5.5',
  'auth.get_subject_information_from_identifier':
    'read-only (subject_identifier: string) -> (string -> string) map since 5.5',
  'subject.add_to_roles': 'pool-admin (self: subject ref, role: role ref) -> void since 5.6',
  'subject.get_permissions_name_label': 'read-only (self: subject ref) -> string set since 5.6',
  'subject.remove_from_roles': 'pool-admin (self: subject ref, role: role ref) -> void since 5.6',
  'role.get_by_permission': 'read-only (permission: role ref) -> role ref set since 5.6',
  'role.get_by_permission_name_label': 'read-only (label: string) -> role ref set since 5.6',
  'role.get_permissions': 'read-only (self: role ref) -> role ref set since 5.6',
  'role.get_permissions_name_label': 'read-only (self: role ref) -> string set since 5.6',
};
