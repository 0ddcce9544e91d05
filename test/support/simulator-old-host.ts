/** Hosts of generations that no release profile has, made from one that exists: another plugin, another platform number. */
import type { HostPluginFacts, InstallerFacts, ReleaseFacts } from '../../src/releases/release-facts.js';
import type { PoolForTest } from './simulator-pool.js';

export interface OtherHost {
  readonly plugin?: Partial<HostPluginFacts>;
  readonly platform?: string;
  /** Of the medium, where its versions are those of no release that is known. */
  readonly installer?: Partial<InstallerFacts>;
}

/** Lets a host of the pool run another system than its release has. */
export function runOtherSystem(test: PoolForTest, index: number, { plugin, platform, installer }: OtherHost): void {
  const host = test.pool.host(index);
  const { facts } = host.running;
  const version = platform ?? facts.platform.version;
  const changed: ReleaseFacts = {
    ...facts,
    platform: { ...facts.platform, version },
    hostPlugin: { ...facts.hostPlugin, ...plugin },
    installer: { ...facts.installer, ...installer },
  };
  const softwareVersion = { ...host.running.softwareVersion, platform_version: version };
  host.running = { ...host.running, facts: changed, softwareVersion };
  host.installed = host.running;
}
