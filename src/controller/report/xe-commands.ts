/** The exact commands by which a person finishes or undoes by hand what Drydock did, on the coordinator's console. */
import { claimKey } from '../ownership/claim.js';

export const xe = {
  enableHa: (heartbeatSrs: readonly string[]): string =>
    `xe pool-ha-enable heartbeat-sr-uuids=${heartbeatSrs.join(',')}`,
  setHaFailures: (pool: string, count: number): string =>
    `xe pool-param-set uuid=${pool} ha-host-failures-to-tolerate=${count}`,
  disableHa: (): string => 'xe pool-ha-disable',
  setWlb: (pool: string, enabled: boolean): string => `xe pool-param-set uuid=${pool} wlb-enabled=${enabled}`,
  enableHost: (host: string): string => `xe host-enable uuid=${host}`,
  disableHost: (host: string): string => `xe host-disable uuid=${host}`,
  plugPbd: (pbd: string): string => `xe pbd-plug uuid=${pbd}`,
  migrate: (vm: string, host: string): string => `xe vm-migrate uuid=${vm} host-uuid=${host} live=true`,
  startOn: (vm: string, hostName: string): string => `xe vm-start uuid=${vm} on=${quoted(hostName)}`,
  resumeOn: (vm: string, hostName: string): string => `xe vm-resume uuid=${vm} on=${quoted(hostName)}`,
  pause: (vm: string): string => `xe vm-pause uuid=${vm}`,
  unpause: (vm: string): string => `xe vm-unpause uuid=${vm}`,
  releaseClaim: (pool: string): string =>
    `xe pool-param-remove uuid=${pool} param-name=other-config param-key=${claimKey}`,
} as const;

/** Names of hosts may hold blanks and quotes, and the command goes through a shell. */
function quoted(text: string): string {
  return /^[A-Za-z0-9._-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
