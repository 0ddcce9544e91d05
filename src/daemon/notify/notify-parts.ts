/** The notifications of a process, from its settings: for the controller, which tells, and for a test without one. */
import type { ChannelTest } from '../../contract/notify.js';
import type { Channel } from '../../controller/notify/channel.js';
import type { Heart } from '../../controller/notify/heart.js';
import { systemClock, type Clock } from '../../shared/clock.js';
import { systemRandomBytes } from '../../shared/random-bytes.js';
import type { Environment } from '../config/resolve.js';
import type { Settings } from '../config/schema.js';
import { openConnection } from '../pools/connect-pool.js';
import { readCredential } from '../pools/credential.js';
import { openPoolStore, type PoolStore } from '../pools/pool-store.js';
import { stateLayout } from '../state-layout.js';
import { channelsOf, heartsOf, type ChannelParts } from './channels.js';
import { testChannels } from './test-channels.js';
import { testablePools } from './testable-pools.js';

export interface NotifyParts {
  readonly channels: readonly Channel[];
  readonly hearts: readonly Heart[];
  /** @throws CHANNEL_UNKNOWN */
  test(channel: string | undefined, signal: AbortSignal): Promise<readonly ChannelTest[]>;
}

/** Deadlines towards receivers are real ones, whatever clock a practice run has. */
export function notifyParts(settings: Settings, environment: Environment, clock: Clock = systemClock): NotifyParts {
  const pools = openPoolStore(stateLayout(settings.state).pools);
  const parts: ChannelParts = { environment, clock, connectPool: (name) => connectPool(pools, name, environment) };
  const channels = channelsOf(settings.notify, parts);
  const hearts = heartsOf(settings.notify, parts);
  return {
    channels,
    hearts,
    test: (channel, signal) =>
      testChannels(channel, {
        ...{ channels, hearts, clock, signal, random: systemRandomBytes },
        pools: () => testablePools(pools, (name) => parts.connectPool(name)),
      }),
  };
}

async function connectPool(
  pools: PoolStore,
  name: string,
  environment: Environment,
): ReturnType<ChannelParts['connectPool']> {
  const record = await pools.get(name);
  return openConnection(record, await readCredential(record.credential, environment), systemClock);
}
