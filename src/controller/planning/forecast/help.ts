/** What would make room at a step that does not fit: sentences for a person, the least that helps first. */
import type { StuckVm } from '../../../contract/plan-forecast.js';

export interface TightStep {
  readonly stuck: readonly StuckVm[];
  /** Bytes that the control domain of hosts before this one has taken. */
  readonly growth: number;
}

export function helpFor({ stuck, growth }: TightStep): readonly string[] {
  if (stuck.length === 0) return [];
  const names = stuck.map(({ name }) => name).join(', ');
  const short = stuck.filter(({ code }) => code === 'HOST_NOT_ENOUGH_FREE_MEMORY');
  const bytes = short.reduce((sum, { memory }) => sum + memory, 0);
  const gibibytes = (size: number): string => `${(size / 1024 ** 3).toFixed(1)} GiB`;
  return [
    `Let Drydock shut ${names} down for that time: --stop-vms, or ${stuck.map(({ name }) => `--vm "${name}=stop"`).join(' ')}.`,
    ...(short.length === 0
      ? []
      : [
          `Or free memory on the other hosts (${gibibytes(bytes)} at most are missing): shut other VMs down, or lower their dynamic minimum.`,
        ]),
    ...(growth === 0 || short.length === 0
      ? []
      : [`The control domains of the hosts before it take ${gibibytes(growth)} more on the new release.`]),
  ];
}
