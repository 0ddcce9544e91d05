/** Keys of `other_config` that change by themselves, at each boot or each run, and whose change tells nothing. */
const transient: readonly RegExp[] = [
  /^(boot_time|agent_start_time|rpm_patch_installation_time|last_blob_sync_time)$/,
  /^(rolling_upgrade_in_progress|drydock_run)$/,
  /^MAINTENANCE_MODE/,
  /^(xo:|XenCenter\.)/,
  // Multipath counts are compared by their number, not as a setting.
  /^(mpath-|multipathed$|iscsi_sessions$)/,
];

export function isTransient(key: string): boolean {
  return transient.some((pattern) => pattern.test(key));
}
