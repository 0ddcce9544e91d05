/** How long the steps of an upgrade usually take, in seconds; the physical ones are estimates from field reports (xapi.md 6.4). */

/** A usual range, both ends in seconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

const minutes = (count: number): number => count * 60;

export const typicalTimes = {
  loginFailurePause: { from: 5, to: 5 },
  /** Between the answer to the reboot call and the shutdown. */
  rebootGrace: { from: 10, to: 10 },
  physicalReboot: { from: minutes(3), to: minutes(10) },
  installation: { from: minutes(10), to: minutes(20) },
  xapiStart: { from: 30, to: minutes(2) },
  selfEnable: { from: 10, to: 60 },
  guestShutdown: { from: 0, to: minutes(20) },
  /** A silent host counts as dead after this long. */
  heartbeatLimit: { from: 600, to: 600 },
  rollingFlagCheck: { from: 30, to: 30 },
  finishedTaskKept: { from: minutes(65), to: minutes(65) },
} as const satisfies Record<string, TimeRange>;

/** Migration time of a VM: its memory over a gigabit link, five seconds at least. */
export function typicalMigrationSeconds(memoryBytes: number): number {
  const gigabitBytesPerSecond = 125_000_000;
  return Math.max(5, memoryBytes / gigabitBytesPerSecond);
}
