/**
 * `pool.other_config:rolling_upgrade_in_progress`, which the coordinator recomputes when it starts, when it refreshes its
 * own record, and every 30 s: so it lags the truth (xapi.md 2.1). Evaluated lazily, at the ticks that have passed since
 * anybody looked; whoever changes a recorded version settles first, so the value is that of the last tick.
 */
import { isAtLeast } from '../../releases/versions.js';
import { differsFromCoordinator } from '../planner/version-order.js';
import { rollingUpgradeKey } from '../state/pool-state.js';
import { without } from '../state/text-map.js';
import type { World } from '../world.js';

export class RollingUpgradeFlag {
  #startedAt = 0;
  #ticks = 0;
  /** A scripted lag. */
  #heldUntil: number | null = null;

  constructor(private readonly world: World) {}

  get isSet(): boolean {
    return this.world.state.upgrading;
  }

  /** The coordinator's database has started: the first pass. */
  start(): void {
    this.#startedAt = this.world.now();
    this.#ticks = 0;
    this.detect();
  }

  /** Catches up with the ticks that have passed. */
  settle(): void {
    if (this.world.state.coordinator.agent !== 'coordinator') return;
    const ticks = Math.floor((this.world.now() - this.#startedAt) / this.world.times.flagInterval);
    if (ticks === this.#ticks) return;
    this.#ticks = ticks;
    this.detect();
  }

  detect(): void {
    const { state, history } = this.world;
    const mixed = this.isMixed();
    if (mixed === this.isSet || this.isHeldBack()) return;
    const others = without(state.pool.otherConfig, rollingUpgradeKey);
    state.pool.otherConfig = mixed ? { ...others, [rollingUpgradeKey]: 'true' } : others;
    history.record('rolling-upgrade-flag', null, { set: mixed });
  }

  /** A change that is due may come later by script, once for each change. */
  private isHeldBack(): boolean {
    if (this.#heldUntil === null) {
      const lag = this.world.strikes('flag-lags', { host: this.world.state.coordinator });
      if (lag === undefined) return false;
      this.#heldUntil = this.world.now() + lag.lasts;
    }
    if (this.world.now() < this.#heldUntil) return true;
    this.#heldUntil = null;
    return false;
  }

  /** What the flag follows: true at once. Up to 25.30 the coordinator's running code is what records are held against, later its record. */
  isMixed(): boolean {
    const { coordinator, hostList } = this.world.state;
    const { running } = coordinator;
    const own = isAtLeast(running.xapiVersion, '25.31') ? coordinator.recordedVersion : running.softwareVersion;
    return hostList.some((host) => differsFromCoordinator(host.recordedVersion, own, running));
  }
}
