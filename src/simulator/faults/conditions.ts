/** What faults have made of a pool and that no object of its database tells: closed ports, weak TLS, blocked VMs. */
import type { Ref } from '../state/objects.js';

export class FaultConditions {
  /** Hosts whose port is closed although their xapi runs. */
  readonly closedPorts = new Set<Ref>();
  /** Hosts that offer TLS 1.0 alone. */
  readonly oldTls = new Set<Ref>();
  /** The error that the planner gives for a VM whatever else it finds. */
  readonly blockedEvacuations = new Map<Ref, readonly [string, ...string[]]>();
  secretRotationPending = false;
}
