/** What programs print on hosts of several releases and kinds: layouts as the installers make them, with values of our own. */

const stars = '*'.repeat(63);

/** gdisk 0.8.6, a host of 7.x or 8.x with GPT. */
export const sgdiskModern = `Disk /dev/sda: 976773168 sectors, 465.8 GiB
Logical sector size: 512 bytes
Disk identifier (GUID): 5B0A2D38-0F3B-4B8E-9C35-1D6C3B0F9A11
Partition table holds up to 128 entries
First usable sector is 34, last usable sector is 976773134
Partitions will be aligned on 2048-sector boundaries
Total free space is 2014 sectors (1007.0 KiB)

Number  Start (sector)    End (sector)  Size       Code  Name
   1        46139392        83888127   18.0 GiB    0700  
   2         8390656        46139391   18.0 GiB    0700  
   3        87033856       976773134   424.3 GiB   8E00  
   4        83888128        84936703   512.0 MiB   EF00  
   5            2048         8390655   4.0 GiB     0700  
   6        84936704        87033855   1024.0 MiB  8200  
`;

/** A host of 6.5 with MBR and Dell's utility partition: sgdisk converts it in memory, and says so. */
export const sgdiskOld = `
${stars}
Found invalid GPT and valid MBR; converting MBR to GPT format
in memory. 
${stars}

Disk /dev/sda: 285155328 sectors, 136.0 GiB
Logical sector size: 512 bytes
Disk identifier (GUID): 0E8A6B9C-6C0B-4D8F-8D15-6E8E1B8F6E11
Partition table holds up to 128 entries
First usable sector is 34, last usable sector is 285155294
Partitions will be aligned on 1-sector boundaries
Total free space is 10861 sectors (5.3 MiB)

Number  Start (sector)    End (sector)  Size       Code  Name
   1              63           80324   39.2 MiB    DE00  Dell Utility
   2           80325         8466254   4.0 GiB     8300  Linux filesystem
   3         8466255        16852184   4.0 GiB     8300  Linux filesystem
   4        16852185       285153344   127.9 GiB   8E00  Linux LVM
`;

/** util-linux 2.13, a host of 5.6. */
export const fdiskOld = `
Disk /dev/sda: 145.9 GB, 145999527936 bytes
255 heads, 63 sectors/track, 17750 cylinders
Units = cylinders of 16065 * 512 = 8225280 bytes

   Device Boot      Start         End      Blocks   Id  System
/dev/sda1   *           1         499     4008186   83  Linux
/dev/sda2             500         998     4008217+  83  Linux
/dev/sda3             999       17750   134560440   8e  Linux LVM
`;

/** util-linux 2.23 and a disk of 512-byte sectors. */
export const fdiskNew = `
Disk /dev/sda: 1000.2 GB, 1000204886016 bytes, 1953525168 sectors
Units = sectors of 1 * 512 = 512 bytes
Disk label type: dos

   Device Boot      Start         End      Blocks   Id  System
/dev/sda1   *        2048     8390655     4194304   83  Linux
/dev/sda2         8390656    16779263     4194304   83  Linux
`;

export const fdiskProtective = `
WARNING: GPT (GUID Partition Table) detected on '/dev/sda'! The util fdisk doesn't support GPT. Use GNU Parted.

   Device Boot      Start         End      Blocks   Id  System
/dev/sda1               1       60802   488386583+  ee  EFI GPT
`;

const link = (name: string, path: string): string =>
  `lrwxrwxrwx 1 root root 0 Nov 24 10:01 ${name} -> ../devices/${path}/block/${name}`;

/** By what a disk hangs on. */
export const devicePaths = {
  sata: 'pci0000:00/0000:00:1f.2/ata1/host0/target0:0:0/0:0:0:0',
  sas: 'pci0000:00/0000:00:02.2/0000:02:00.0/host0/port-0:0/end_device-0:0/target0:0:0/0:0:0:0',
  raid: 'pci0000:00/0000:00:02.2/0000:02:00.0/host0/target0:2:0/0:2:0:0',
  nvme: 'pci0000:00/0000:00:1d.0/0000:03:00.0/nvme/nvme0',
  cciss: 'pci0000:00/0000:00:02.0/0000:03:00.0/cciss0/c0d0',
  fibreChannel: 'pci0000:00/0000:00:03.0/0000:05:00.0/host1/rport-1:0-0/target1:0:0/1:0:0:1',
  fcoe: 'pci0000:00/0000:00:02.0/0000:04:00.0/net/eth4/ctlr_0/host7/rport-7:0-2/target7:0:0/7:0:0:0',
  iscsi: 'platform/host3/session1/target3:0:0/3:0:0:1',
  iscsiCard: 'pci0000:00/0000:00:02.0/0000:04:00.0/host3/session1/target3:0:0/3:0:0:1',
  usb: 'pci0000:00/0000:00:14.0/usb2/2-4/2-4:1.0/host6/target6:0:0/6:0:0:0',
} as const;

export function sysBlock(disks: Readonly<Record<string, string>>): string {
  return ['total 0', ...Object.entries(disks).map(([name, path]) => link(name, path)), ''].join('\n');
}

export const dmDevice = 'lrwxrwxrwx 1 root root 0 Nov 24 10:01 dm-0 -> ../devices/virtual/block/dm-0\n';

export const mdDevice = 'lrwxrwxrwx 1 root root 0 Nov 24 10:01 md127 -> ../devices/virtual/block/md127\n';

export const multipathHalf = `3600a098038303053453f463045727654 dm-0 NETAPP,LUN C-Mode
size=40G features='4 queue_if_no_path' hwhandler='1 alua' wp=rw
|-+- policy='service-time 0' prio=50 status=active
| \`- 1:0:0:1 sda 8:0  active ready running
\`-+- policy='service-time 0' prio=10 status=enabled
  \`- 2:0:0:1 sdb 8:16 failed faulty offline
`;

export const dfModern = `Filesystem     1024-blocks    Used Available Capacity Mounted on
/dev/sda1         18577148 2478616  15131812      15% /
/dev/sda1         18577148 2478616  15131812      15% /
/dev/sda5          4095680 3891200         0     100% /var/log
`;

export const lspci = `00:00.0 "0600" "8086" "1918" -r07 "1028" "06a5"
00:17.0 "0106" "8086" "a102" -r31 -p01 "1028" "06a5"
02:00.0 "0200" "14e4" "165f" "1028" "06a5"
0000:05:00.0 "0c04" "1077" "2532" -r02 "1077" "015d"
07:00.0 "0104" "1000" "005d" -r02 "" ""
`;

export const chronyGood = `Reference ID    : C0000235 (192.0.2.53)
Stratum         : 3
Leap status     : Normal
`;

export const ntpGood = `     remote           refid      st t when poll reach   delay   offset  jitter
==============================================================================
*192.0.2.53      198.51.100.1     2 u   33   64  377    0.221    0.051   0.033
 192.0.2.54      .INIT.          16 u    - 1024    0    0.000    0.000   0.000
`;

export const rpmVerified = `S.5....T.  c /etc/hosts
.......T.  c /etc/profile
S.5....T.  c /etc/sysconfig/network-scripts/ifcfg-eth0
S.5....T    c /etc/ntp.conf
missing     c /etc/cron.d/0hourly
S.5....T.    /usr/bin/xe
S.5....T.  c /etc/rsyslog.conf
`;

const smartHead = `smartctl 6.5 2016-05-07 r4318 [x86_64-linux-4.19.0+1] (local build)
Copyright (C) 2002-16, Bruce Allen, Christian Franke, www.smartmontools.org

`;

export const smartSata = `${smartHead}=== START OF READ SMART DATA SECTION ===
SMART overall-health self-assessment test result: PASSED

`;

export const smartSas = `${smartHead}=== START OF READ SMART DATA SECTION ===
SMART Health Status: OK
`;

const smartFailingHead = `${smartHead}=== START OF SMART DATA SECTION ===
SMART overall-health self-assessment test result: FAILED!`;

export const smartFailing = `${smartHead}=== START OF READ SMART DATA SECTION ===
SMART overall-health self-assessment test result: FAILED!
Drive failure expected in less than 24 hours. SAVE ALL DATA.
`;

/** As a SAS disk warns (scsicmds.cpp, asc 0x0b), with the bit of one that is failing. */
export const smartWarm = `${smartHead}=== START OF READ SMART DATA SECTION ===
SMART Health Status: WARNING - SPECIFIED TEMPERATURE EXCEEDED [asc=b, ascq=1]
`;

/** The critical warning of an NVMe disk (nvmeprint.cpp), bit by bit. */
export const smartNvme = (...reasons: readonly string[]): string => `${smartFailingHead}
${reasons.map((reason) => `- ${reason}\n`).join('')}
`;

export const smartRaid = `${smartHead}Smartctl open device: /dev/sda failed: DELL or MegaRaid controller, please try adding '-d megaraid,N'
`;

export const smartLacking = `${smartHead}SMART support is: Unavailable - device lacks SMART capability.
`;

export const mdstatNone = 'Personalities : \nunused devices: <none>\n';

const mdstat = (array: string): string => `Personalities : [raid1]\n${array}\nunused devices: <none>\n`;

export const mdstatWhole = mdstat(`md127 : active raid1 sdb[1] sda[0]
      62914432 blocks super 1.0 [2/2] [UU]
      bitmap: 0/1 pages [0KB], 65536KB chunk
`);

export const mdstatDegraded = mdstat(`md127 : active raid1 sdb[1](F) sda[0]
      62914432 blocks super 1.0 [2/1] [U_]

md0 : active (auto-read-only) raid5 sde1[3] sdd1[1] sdc1[0]
      3906764800 blocks super 1.2 level 5, 512k chunk, algorithm 2 [3/3] [UUU]
      bitmap: 0/15 pages [0KB], 65536KB chunk
`);

export const mdstatRebuilding = mdstat(`md127 : active raid1 sdb[2] sda[0]
      62914432 blocks super 1.0 [2/1] [U_]
      [=>...................]  recovery =  5.9% (3712384/62914432) finish=4.9min speed=200000K/sec
`);

export const mdstatDelayed = mdstat(`md127 : active raid1 sdb[1] sda[0]
      62914432 blocks super 1.0 [2/2] [UU]
        resync=DELAYED
`);

export const memoryCounters = `/sys/devices/system/edac/mc/mc0/ue_count:0
/sys/devices/system/edac/mc/mc0/ce_count:12
/sys/devices/system/edac/mc/mc1/ue_count:1
/sys/devices/system/edac/mc/mc1/ce_count:0
`;
