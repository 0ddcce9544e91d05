/** Which of XenCenter's checks (xencenter-rpu.md 2.1 to 2.3) is which assessment here, and what is done otherwise. */

/** Its row, ours, and the difference. */
export const xenCenterRows: readonly (readonly [string, string, string])[] = [
  ['1 newer XenCenter', '–', 'there is no client that could be too old'],
  ['2a liveness', 'host-live', 'looked at before and after each host as well; a dead host is not switched on'],
  ['2b enabled', 'host-enabled', 'fix and undo as there'],
  [
    '3 upgrade hotfix',
    'plugin-fit',
    'the plugin is asked for its functions instead of looking for one uuid: holds for 6.x to 8.2 and for XCP-ng',
  ],
  [
    '4 testUrl',
    'media-reachable',
    'the version that the host reads there is compared with the medium; asked again before each host',
  ],
  [
    '5 licence agreement',
    'licence-agreement',
    'read from the medium, so also over NFS and with old plugins; recorded in the report',
  ],
  [
    '6 partition layout',
    'partition-layout, local-storage',
    'an answer that is missing is unknown instead of fine; the disks at stake are named',
  ],
  ['7 vSwitch controller', 'vswitch-controller', '–'],
  ['8 Health Check', 'health-check', '–'],
  ['9 security protocol', 'legacy-tls', '–'],
  [
    '10 certificate key',
    'certificate-strength',
    'an unreadable certificate is unknown instead of fine; expiry is told',
  ],
  ['11 power-on mode', 'power-on-mode', 'iLO alone blocks; other ways are a notice'],
  ['12 container pack', 'packs-kept', 'all packs that the host names'],
  ['13 PV guests', 'pv-guests', 'also where the coordinator is at 8.2 CU1 already'],
  ['14a HA', 'ha-off', 'also before each host'],
  ['14b WLB', 'wlb-off', 'also before each host'],
  ['15a CPU makers', 'cpu-vendors, vm-policies', 'guests are shut down by consent alone, and started again'],
  ['15b vCPU topology', 'vcpu-topology', 'all guests are named, not the first one'],
  ['15c HA or WLB on', 'evacuable', 'asked all the same; only the answers that HA blurs are a warning'],
  ['15d autostart', 'autostart-off', 'halted guests as well'],
  ['15e tools or local disc', 'discs-ejected', 'all drives; the disc is put back at the end'],
  ['15f migration forbidden', 'migration-licence, vm-policies', 'guests are shut down by consent alone'],
  [
    '15g evacuation, and the errors of 2.2',
    'evacuable, vm-policies',
    'every code is explained; asked again before each host; guests are shut down or suspended by consent alone',
  ],
  [
    '16 storage connections',
    'storage-plugged',
    'all storage, not only that of running guests; a missing connection is not made anew',
  ],
  ['17 control domain’s memory', 'control-domain-memory', 'tells how much'],
  ['18 GFS2 of 7.5', 'clustering', 'also Corosync 2 on leaving XenServer 8, and clusters on the way to XCP-ng'],
  ['19 FCoE storage', 'deprecated-storage', '–'],
  ['20a, 20b updates after the upgrade', '–', 'no updates are installed by a run'],
  ['licence of the selection page (1.2)', 'licence, nobody-else', 'can be accepted: no host refuses it'],
  ['not checked: whole-sequence capacity', 'capacity', 'with the rule for mixed versions'],
  ['not checked: suspended guests', 'suspended-guests', '–'],
  ['not checked: dump of the database', '–', 'taken by the run, before any change'],
  ['not checked: media integrity', '–', 'verified at import and before each reboot'],
  ['not checked: the installer’s network', 'installer-network', 'gateway, DHCP, VLAN, bond, IPv6'],
  ['not checked: drivers', 'driver-fit, storage-drivers', 'storage controllers over SSH: the API does not tell them'],
  ['not checked: firmware mode', 'firmware-fit', 'over SSH'],
  ['not checked: GPT, utility partition', 'disk-layout, partition-layout', 'over SSH; what the plugin says without'],
  ['not checked: first boot', 'first-boot', 'over SSH'],
  ['not checked: multipath, boot from SAN', 'boot-disk', 'over SSH'],
  ['not checked: free space', 'free-space', 'over SSH: /boot, the control domain, the logs'],
  ['not checked: clocks', 'clock-skew, time-source', 'the time server over SSH'],
  [
    'not checked: disk health',
    'disk-health',
    'the system disks and their software RAID over SSH, all disks over the API on XCP-ng 8.3; behind a RAID controller few tell',
  ],
  [
    'not checked: RAM',
    'host-memory',
    'what the installer and the control domain need, what is missing after the restart; errors that were counted over SSH',
  ],
  ['not checked: pending reboots, partial updates', 'pending-reboot, updates-uniform', '–'],
  ['not checked: a pool that carries its own upgrade', 'self-hosted', 'by the addresses that guests tell'],
];

/** What neither the API nor a log-in tells. */
export const otherChecks: readonly string[] = [
  'disks behind a RAID controller that hides them, and, but for XCP-ng 8.3 and later, disks other than those that carry the system: the controller’s own tool tells.',
  'errors of memory where the control domain’s kernel does not count them: the machine’s remote console tells.',
];
