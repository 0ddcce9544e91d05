/** What a run changes in a pool so that it can be upgraded, and puts back: each may be repeated, and is done when it returns. */

export interface PoolFixes {
  /** `other_config:auto_poweron` of a VM. */
  setAutostart(vmUuid: string, on: boolean): Promise<void>;
  /** Leaves the drive empty; an empty one is left as it is. */
  ejectDisc(driveUuid: string): Promise<void>;
  /** A drive that holds this disc already is left as it is. */
  insertDisc(driveUuid: string, discUuid: string): Promise<void>;
  /** Enables the host, and takes XenCenter's mark of a host in maintenance away. */
  endMaintenance(hostUuid: string): Promise<void>;
  endHealthCheck(): Promise<void>;
  disableLegacyTls(): Promise<void>;
  clearPowerOn(hostUuid: string): Promise<void>;
}
