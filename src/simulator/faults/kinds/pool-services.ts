/** HA, workload balancing, secret rotation, clustered storage and other people's keys (xapi.md 1.5, 6.5). */
import type { CallFault, StepFault } from '../definition.js';
import { endless } from '../endless.js';
import { atCall, atStep, duration, text, xapiError } from '../parameters.js';
import { XapiFailure } from '../../xapi-failure.js';
import { without } from '../../state/text-map.js';

const plain = atStep({});
const wlb = atStep({ url: text.default('wlb.example:8012') });
const disableHa = atCall({});
const enableHa = atCall({ error: xapiError.default(['HA_FAILED_TO_FORM_LIVESET']) });
const key = atStep({ key: text.optional(), value: text.default('true'), within: duration.default(5000) });

export const haOn: StepFault<typeof plain> = {
  area: 'Pool services',
  strikes: 'step',
  at: 'start',
  summary: 'HA is on; later than at the start, somebody switches it on during the run',
  parameters: plain,
  example: 'ha-on at=host-disabled of=coordinator',
  happen: ({ world, event }) => {
    world.armHa();
    for (const host of world.state.hostList) host.haArmed = true;
    if (event !== undefined) world.history.record('ha-enabled', null, {});
    return undefined;
  },
};

export const haDisableHangs: CallFault<typeof disableHa> = {
  area: 'Pool services',
  strikes: 'call',
  method: 'pool.disable_ha',
  summary: 'switching HA off never ends: state file and a host are both out of reach, and xapi retries every 30 s',
  parameters: disableHa,
  example: 'ha-disable-hangs',
  work: (call) => endless(call.world, call.signal),
};

export const haEnableFails: CallFault<typeof enableHa> = {
  area: 'Pool services',
  strikes: 'call',
  method: 'pool.enable_ha',
  summary: 'switching HA on takes its time and fails with `error` (default HA_FAILED_TO_FORM_LIVESET)',
  parameters: enableHa,
  example: 'ha-enable-fails error=HA_HOST_CANNOT_ACCESS_STATEFILE',
  work: async ({ world, signal }, { error }) => {
    await world.sleep(world.times.haChange, signal);
    throw new XapiFailure(error);
  },
};

export const wlbOn: StepFault<typeof wlb> = {
  area: 'Pool services',
  strikes: 'step',
  at: 'start',
  summary: 'workload balancing is configured at `url` and on; later than at the start, somebody switches it on',
  parameters: wlb,
  example: 'wlb-on at=host-disabled of=member-1',
  happen: ({ world, event }, { url }) => {
    const { pool } = world.state;
    pool.wlbUrl = url;
    pool.wlbEnabled = true;
    if (event !== undefined) world.history.record('wlb-set', null, { enabled: true });
    return undefined;
  },
};

export const wlbUnreachable: StepFault<typeof plain> = {
  area: 'Pool services',
  strikes: 'step',
  at: 'start',
  summary: 'the server of workload balancing does not answer: xapi plans by itself and leaves WLB_CONSULTATION_FAILED',
  parameters: plain,
  example: 'wlb-unreachable lasts=1h',
  happen: ({ world }) => {
    const { pool } = world.state;
    pool.wlbReachable = false;
    return () => (pool.wlbReachable = true);
  },
};

export const secretRotationPending: StepFault<typeof plain> = {
  area: 'Pool services',
  strikes: 'step',
  at: 'start',
  summary: 'a rotation of the pool secret is pending: is_psr_pending is true, HA cannot be switched (8.2 and later)',
  parameters: plain,
  example: 'secret-rotation-pending lasts=30min',
  happen: ({ world }) => {
    world.state.conditions.secretRotationPending = true;
    return () => (world.state.conditions.secretRotationPending = false);
  },
};

const clustered = atStep({});

export const clusteredStorage: StepFault<typeof clustered> = {
  area: 'Pool services',
  strikes: 'step',
  at: 'start',
  summary: 'the shared storage is a GFS2 SR of a cluster: with a host down no other may reboot, CLUSTERED_SR_DEGRADED',
  parameters: clustered,
  example: 'clustered-storage',
  happen: ({ world }) => {
    for (const sr of world.state.srs.values())
      if (sr.shared && sr.contentType !== 'iso') Object.assign(sr, { type: 'gfs2' });
    return undefined;
  },
};

export const keyAddedAgain: StepFault<typeof key> = {
  area: 'Pool services',
  strikes: 'step',
  at: 'pool-key-removed',
  summary:
    'another tool adds a key to the other_config of the pool again, `within` 5s of its removal; `key` names it, `value` is what it holds (default true)',
  parameters: key,
  example: 'key-added-again key=auto_poweron nth=every',
  happen: ({ world, event }, { key: wanted, value, within }) => {
    const { pool } = world.state;
    const removed = event?.event === 'pool-key-removed' ? event.detail.key : wanted;
    if (removed === undefined || (wanted !== undefined && wanted !== removed)) return undefined;
    world.spawn(async () => {
      await world.sleep(within);
      if (removed in pool.otherConfig) return;
      pool.otherConfig = { ...pool.otherConfig, [removed]: value };
      world.history.record('pool-key-added', null, { key: removed, value });
    });
    return () => (pool.otherConfig = without(pool.otherConfig, removed));
  },
};
