/** What `sgdisk --print` and `fdisk -l` say of a disk. sgdisk shows an old table as if it were converted, and says so above. */
import type { Partition, PartitionTable } from './system-facts.js';

const units: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3, TiB: 1024 ** 4 };

/** Dell's utility partition: type 0xDE, in sgdisk DE00. */
const utilityCodes = ['DE00', 'DE'];

/** undefined where the text is not a table. */
export function readSgdisk(text: string): PartitionTable | undefined {
  if (!/^Number\s+Start/m.test(text)) return undefined;
  const partitions = [...text.matchAll(/^\s*(\d+)\s+\d+\s+\d+\s+([\d.]+) (B|[KMGT]iB)\s+([0-9A-F]{4})\b/gm)].map(
    ([, number, size, unit, code]): Partition => ({
      number: Number(number),
      bytes: Math.round(Number(size) * (units[unit ?? ''] ?? 1)),
      code: code ?? '',
    }),
  );
  const isOld = /invalid GPT and valid MBR|converting MBR to GPT/i.test(text);
  return tableOf(isOld ? 'dos' : 'gpt', partitions);
}

/** Older fdisks count blocks of 1 KiB after two columns; newer ones say which column is which. */
export function readFdisk(text: string): PartitionTable | undefined {
  const head = /^\s*Device\s+Boot\s+(.*)$/m.exec(text)?.[1];
  if (head === undefined) return /Disk label type: gpt|GPT/.test(text) ? tableOf('gpt', []) : undefined;
  const hasSectors = /\bSectors\b/.test(head);
  const rows = text.matchAll(
    /^\/dev\/\S*?(\d+)\s+(?:\*\s+)?\d+\s+\d+\s+(\d+)[+-]?\s+(?:[\d.]+[KMGT]?\s+)?([0-9a-f]{1,2})\s/gm,
  );
  const partitions = [...rows].map(([, number, size, id]): Partition => ({
    number: Number(number),
    bytes: Number(size) * (hasSectors ? 512 : 1024),
    code: (id ?? '').toUpperCase().padStart(2, '0'),
  }));
  // A protective entry is what a disk of the new kind shows to old programs.
  const isProtective = partitions.length === 1 && partitions[0]?.code === 'EE';
  return isProtective ? tableOf('gpt', []) : tableOf('dos', partitions);
}

function tableOf(kind: PartitionTable['kind'], partitions: readonly Partition[]): PartitionTable {
  return { kind, partitions, hasUtilityPartition: partitions.some(({ code }) => utilityCodes.includes(code)) };
}
