/** What programs print of a simulated machine: its partition table, its file systems, its PCI devices. */
import { devicesWithoutDriver } from '../state/machine.js';
import type { Host } from '../state/objects.js';

const modern = [
  '   1        46139392        83888127   18.0 GiB    0700',
  '   2         8390656        46139391   18.0 GiB    0700',
  '   3        87033856       976773134   424.3 GiB   8E00',
  '   4        83888128        84936703   512.0 MiB   EF00',
  '   5            2048         8390655   4.0 GiB     0700',
  '   6        84936704        87033855   1024.0 MiB  8200',
];
const legacy = [
  '   1            2048         8388641   4.0 GiB     0700',
  '   2         8390656        16777249   4.0 GiB     0700',
  '   3        16779264       976773134   457.8 GiB   8E00',
];
const utility = '   4              63           80324   39.2 MiB    DE00';

export function partitionTable({ machine }: Host, disk: string): string {
  const isOld = machine.partitionTable !== 'gpt';
  const stars = '*'.repeat(63);
  const conversion = [
    '',
    stars,
    'Found invalid GPT and valid MBR; converting MBR to GPT format',
    'in memory. ',
    stars,
    '',
  ];
  return [
    ...(isOld ? conversion : []),
    `Disk ${disk}: 976773168 sectors, 465.8 GiB`,
    'Logical sector size: 512 bytes',
    '',
    'Number  Start (sector)    End (sector)  Size       Code  Name',
    ...(machine.layout === 'modern' ? modern : legacy),
    ...(machine.partitionTable === 'dos-with-utility' ? [utility] : []),
    '',
  ].join('\n');
}

export function space({ machine }: Host): string {
  const isModern = machine.layout === 'modern';
  const root = isModern ? 18_577_148 : 4_127_440;
  const used = Math.round(root * machine.system.rootUsed);
  const row = (device: string, blocks: number, taken: number, mount: string): string =>
    `${device} ${blocks} ${taken} ${blocks - taken} ${Math.round((taken / blocks) * 100)}% ${mount}`;
  return [
    'Filesystem 1024-blocks Used Available Capacity Mounted on',
    row('/dev/sda1', root, used, '/'),
    row('/dev/sda1', root, used, '/'),
    isModern ? row('/dev/sda5', 4_095_680, 409_568, '/var/log') : row('/dev/sda1', root, used, '/'),
    '',
  ].join('\n');
}

/** A controller that a later release has no driver for is a RAID controller; the usual ones go by their class. */
export function devices({ machine }: Host): string {
  const isRare = devicesWithoutDriver(machine, '99').includes('disk');
  const disk = isRare ? '"0104" "9005" "028d" -r01 "9005" "0557"' : '"0106" "8086" "a102" -r31 "1028" "06a5"';
  return [
    '00:00.0 "0600" "8086" "1918" -r07 "1028" "06a5"',
    `00:17.0 ${disk}`,
    '02:00.0 "0200" "14e4" "165f" "1028" "06a5"',
    '',
  ].join('\n');
}

/** smartctl 6.5 and its exit code: bits, of which the fourth is a disk that is failing (smartctl(8)). */
export function smartOf({ machine }: Host, disk: string): { readonly exitCode: number; readonly stdout: string } {
  const head = 'smartctl 6.5 2016-05-07 r4318 [x86_64-linux-4.19.0+1] (local build)\n\n';
  switch (machine.system.diskHealth) {
    case 'sound':
      return { exitCode: 0, stdout: `${head}SMART overall-health self-assessment test result: PASSED\n` };
    case 'failing':
      return { exitCode: 8, stdout: `${head}SMART overall-health self-assessment test result: FAILED!\n` };
    case 'untold':
      return {
        exitCode: 2,
        stdout: `${head}Smartctl open device: ${disk} failed: DELL or MegaRaid controller, please try adding '-d megaraid,N'\n`,
      };
  }
}

/** The counters that `grep` finds; none where the kernel does not drive the memory controller. */
export function memoryCounters({ machine }: Host): string {
  const { memoryErrors } = machine.system;
  const controller = '/sys/devices/system/edac/mc/mc0';
  return memoryErrors === null ? '' : `${controller}/ue_count:${memoryErrors}\n${controller}/ce_count:0\n`;
}
