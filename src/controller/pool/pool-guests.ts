/** Taking guests down and starting them again: each a task of minutes, since the guest itself has a say in it. */

/** The task's reference, good until the coordinator restarts. */
interface Started {
  readonly task: string;
}

export interface PoolGuests {
  /** Asks the guest to shut down; it may take twenty minutes, or refuse (xapi.md 1.6). */
  startShutdown(vmUuid: string): Promise<Started>;
  /** Pulls the plug. */
  startHardShutdown(vmUuid: string): Promise<Started>;
  startSuspension(vmUuid: string): Promise<Started>;
  /** @param hostUuid null: where the pool likes, which in a half-upgraded pool is one of its newest hosts */
  startStart(vmUuid: string, hostUuid: string | null): Promise<Started>;
  startResumption(vmUuid: string, hostUuid: string | null): Promise<Started>;
}
