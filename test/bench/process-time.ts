/** Processor time of this process, for work that waits for nothing: other programs on the machine do not lengthen it. */

export function processorTime(): NodeJS.CpuUsage {
  return process.cpuUsage();
}

/** In seconds. */
export function processorSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
