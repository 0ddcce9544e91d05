/** What administrators changed or added, and what of it an installer carries over (its list of restored files). */

/** `rpm -V`: eight or nine marks, `c` for a configuration file, the path. A `5` is another content; `missing` one that is gone. */
export function readVerified(text: string): readonly string[] {
  return [...text.matchAll(/^([SM5DLUGTP.?]{8,9})\s+c\s+(\/.*)$/gm)].flatMap(([, marks = '', path = '']) =>
    marks.includes('5') ? [path] : [],
  );
}

/** `rpm -qf`: a line for each file that nobody owns. */
export function readUnowned(text: string): readonly string[] {
  return [...text.matchAll(/^file (\/.*) is not owned by any package$/gm)].map(([, path = '']) => path);
}

/**
 * The list of host-installer's upgrade.py (buildRestoreList), and what xapi or the first boot writes anew. `/root/.ssh` and the SSH
 * host keys are on it since 2011.
 */
const carriedOver: readonly RegExp[] = [
  /^\/etc\/xensource\//,
  /^\/etc\/ssh\/ssh_host_/,
  /^\/etc\/sysconfig\/network(?:$|-scripts\/)/,
  /^\/etc\/firstboot\.d\//,
  /^\/etc\/(?:resolv\.conf|krb5\.conf|krb5\.keytab|locale\.conf|machine-id|vconsole\.conf|mdadm\.conf|hostname)$/,
  /^\/etc\/sysconfig\/(?:logrotate|mkinitrd\.latches|snmpd|clock|keyboard)$/,
  /^\/etc\/(?:nagios\/nrpe\.cfg$|nrpe\.d\/)/,
  /^\/etc\/snmp\//,
  /^\/etc\/pygrub\/rules\.d\/oracle-/,
  /^\/etc\/(?:passwd|shadow|group|gshadow|fstab|mtab|adjtime|issue|chrony\.conf|ntp\.conf|xensource-inventory)$/,
  /^\/root\/\.ssh\//,
  /^\/var\/lib\/(?:samba|xcp)\//,
];

/** What every host has that nobody made by hand: written at run time, or by the installer. */
const madeBySystem: readonly RegExp[] = [
  /^\/etc\/systemd\/system\/(?:[^/]+\.(?:wants|requires)\/|default\.target$|dbus-)/,
  /^\/etc\/udev\/rules\.d\/(?:60-net|61-net|70-persistent)/,
  /~$|\.rpm(?:save|new|orig)$|\.pyc$/,
];

export function isLostByUpgrade(path: string): boolean {
  return ![...carriedOver, ...madeBySystem].some((rule) => rule.test(path));
}
