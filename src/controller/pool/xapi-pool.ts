/** The pool over XAPI: looks references up afresh for every action, and keeps nothing but the session. */
import type { HostInterface } from './mount-clients.js';
import type { Clock, Milliseconds } from '../../shared/clock.js';
import { DrydockError } from '../../shared/errors/drydock-error.js';
import type { ConnectOptions } from '../../xapi/connection/connect-options.js';
import { failureOf } from '../../xapi/connection/failure.js';
import { XapiConnection } from '../../xapi/connection/xapi-connection.js';
import { dumpDatabase } from '../../xapi/database-dump/dump-database.js';
import { diskPlugins, type DiskQuestion } from '../../xapi/disk-plugins.js';
import { hostUpgradePlugin } from '../../xapi/host-upgrade-plugin.js';
import { pifFacts, type PifFacts } from '../facts/pif-facts.js';
import type { EvacuationBlocker, HostFacts, Observation, Reading, TaskFacts } from '../facts/pool-facts.js';
import { PoolReader } from '../facts/read-pool-facts.js';
import { assembleSurvey } from '../facts/assemble-survey.js';
import { readSurveyRecords } from '../facts/survey-records.js';
import type { Survey } from '../facts/survey.js';
import { taskFacts } from '../facts/task-facts.js';
import { observePool } from './observe-pool.js';
import { assertPluginAgrees, pluginError } from './plugin-error.js';
import type { InventoryItem } from '../../xapi/inventory/inventory.js';
import { readMessages, type PoolMessage } from '../../xapi/messages/read-messages.js';
import { readInventory } from '../../xapi/inventory/read-inventory.js';
import type { PoolFixes } from './pool-fixes.js';
import type { PoolGuests } from './pool-guests.js';
import { xapiPoolFixes } from './xapi-pool-fixes.js';
import { xapiPoolGuests } from './xapi-pool-guests.js';
import type { PoolPacks } from './pool-packs.js';
import { xapiPoolPacks } from './xapi-pool-packs.js';
import type { PluginFunction, PoolPort, StartedOperation } from './pool-port.js';

export interface XapiPoolOptions extends ConnectOptions {
  /** The longest an observation takes. */
  readonly observationDeadline?: Milliseconds;
  /**
   * What the deadlines on the wire run by. For a practice pool whose time runs faster: real sockets do not, and 30 s of a
   * hundredfold clock are too few for a handshake. Default: `clock`, which is always the one that facts are dated by.
   */
  readonly wireClock?: Clock;
}

/** Connects with the first observation, and again by itself after the coordinator was away. */
export function xapiPool(options: XapiPoolOptions): PoolPort {
  return new XapiPool(options);
}

class XapiPool implements PoolPort {
  readonly #options: XapiPoolOptions;
  readonly #connection: XapiConnection;
  readonly #reader: PoolReader;
  #toldOfHosts: string | undefined;
  /** Destroyed when the pool is closed, not when first seen: the controller may crash before it has noted the end. */
  readonly #finishedTasks = new Set<string>();
  readonly fixes: PoolFixes;
  readonly guests: PoolGuests;
  readonly packs: PoolPacks;

  constructor(options: XapiPoolOptions) {
    this.#options = options;
    this.#connection = new XapiConnection({ ...options, clock: options.wireClock ?? options.clock });
    this.#reader = new PoolReader(this.#connection, options.clock);
    this.fixes = xapiPoolFixes(this.#connection);
    this.guests = xapiPoolGuests(this.#connection);
    this.packs = xapiPoolPacks(this.#connection, options.clock);
  }

  async observe(signal?: AbortSignal, reading: Reading = 'usual'): Promise<Observation> {
    const { clock, wireClock = clock, observationDeadline: deadline = 30_000 } = this.#options;
    const pool = { connection: this.#connection, reader: this.#reader, clock, wireClock, deadline };
    const observation = await observePool(pool, reading, signal);
    if (observation.pool.known) this.#learn(observation.pool.value.hosts);
    return observation;
  }

  /** Once: at most looks the hosts are those of the look before. */
  #learn(hosts: readonly HostFacts[]): void {
    const told = hosts.map(({ address, certificateFingerprint: of }) => `${address} ${of ?? ''}`).join();
    if (told === this.#toldOfHosts) return;
    this.#toldOfHosts = told;
    this.#connection.learnHosts(hosts);
  }

  async survey(signal: AbortSignal = new AbortController().signal): Promise<Survey> {
    const at = this.#options.clock.now();
    return assembleSurvey(await readSurveyRecords(this.#connection, signal), at);
  }

  async task(ref: string): Promise<TaskFacts | undefined> {
    try {
      const facts = taskFacts(ref, await this.#connection.call('task.get_record', [ref]));
      if (facts.status !== 'pending' && facts.status !== 'cancelling') this.#finishedTasks.add(ref);
      return facts;
    } catch (error) {
      if (failureOf(error)?.code === 'HANDLE_INVALID') return undefined;
      throw error;
    }
  }

  inventory(signal: AbortSignal = new AbortController().signal): Promise<readonly InventoryItem[]> {
    return readInventory(this.#connection, signal);
  }

  alerts(since: number, signal: AbortSignal = new AbortController().signal): Promise<readonly PoolMessage[]> {
    return readMessages(this.#connection, since, signal);
  }

  hostAnswer(address: string, signal: AbortSignal = new AbortController().signal): Promise<string> {
    return this.#connection.answerOf(address, signal);
  }

  async evacuationBlockers(hostUuid: string): Promise<readonly EvacuationBlocker[]> {
    const host = await this.#host(hostUuid);
    const blockers = await this.#connection.call('host.get_vms_which_prevent_evacuation', [host]);
    return Promise.all(
      Object.entries(blockers).map(async ([vm, [code = 'UNKNOWN', ...params]]) => ({
        vm: await this.#connection.call('VM.get_uuid', [vm]),
        code,
        params: code === 'VM_REQUIRES_SR' ? await Promise.all(params.map((param) => this.#storageUuid(param))) : params,
      })),
    );
  }

  /** xapi names the storage by reference; what is no reference of a storage stays as it is. */
  async #storageUuid(param: string): Promise<string> {
    try {
      return param.startsWith('OpaqueRef:') ? await this.#connection.call('SR.get_uuid', [param]) : param;
    } catch (error) {
      if (failureOf(error)?.code === 'HANDLE_INVALID') return param;
      throw error;
    }
  }

  async disksOn(srUuids: readonly string[]): Promise<readonly string[]> {
    const srs = await Promise.all(srUuids.map((uuid) => this.#connection.call('SR.get_by_uuid', [uuid])));
    const vdis = Object.values(await this.#connection.call('VDI.get_all_records', []));
    return vdis.filter((vdi) => srs.includes(vdi.SR)).map((vdi) => vdi.name_label);
  }

  async hostInterfaces(hostUuid: string): Promise<readonly HostInterface[]> {
    const host = await this.#host(hostUuid);
    const pifs = Object.values(await this.#connection.call('PIF.get_all_records', []));
    return pifs
      .filter((pif) => pif.host === host)
      .map(({ IP: address, netmask, gateway, ip_configuration_mode: mode, management: isManagement }) => ({
        ...{ address, netmask, gateway, isManagement },
        isDhcp: mode === 'DHCP',
      }));
  }

  async pifs(): Promise<readonly PifFacts[]> {
    const [pifs, hosts] = await Promise.all([
      this.#connection.call('PIF.get_all_records', []),
      this.#connection.call('host.get_all_records', []),
    ]);
    return pifFacts(pifs, hosts);
  }

  async callPlugin(hostUuid: string, fn: PluginFunction, url: string, signal?: AbortSignal): Promise<string> {
    const host = await this.#host(hostUuid);
    let answer: string;
    try {
      answer = await this.#connection.call('host.call_plugin', [host, hostUpgradePlugin, fn, { url }], { signal });
    } catch (error) {
      throw pluginError(error, hostUuid, fn, url);
    }
    assertPluginAgrees(answer, hostUuid, fn);
    return answer;
  }

  async askDisks(hostUuid: string, question: DiskQuestion, signal?: AbortSignal): Promise<string> {
    const { plugin, fn } = diskPlugins[question];
    const host = await this.#host(hostUuid);
    // A disk that is dying may keep whoever asks it for very long.
    return this.#connection.call('host.call_plugin', [host, plugin, fn, {}], { signal, deadline: 25_000 });
  }

  async disableHost(hostUuid: string): Promise<void> {
    await this.#connection.call('host.disable', [await this.#host(hostUuid)]);
  }

  async enableHost(hostUuid: string): Promise<void> {
    await this.#connection.call('host.enable', [await this.#host(hostUuid)]);
  }

  async startEvacuation(hostUuid: string): Promise<StartedOperation> {
    return { task: await this.#connection.start('host.evacuate', [await this.#host(hostUuid)]) };
  }

  async startStaging(hostUuid: string, url: string): Promise<StartedOperation> {
    const args = [await this.#host(hostUuid), hostUpgradePlugin, 'main', { url }] as const;
    return { task: await this.#connection.start('host.call_plugin', args) };
  }

  async startReboot(hostUuid: string): Promise<StartedOperation> {
    return { task: await this.#connection.start('host.reboot', [await this.#host(hostUuid)]) };
  }

  async plugPbd(pbdUuid: string): Promise<void> {
    await this.#connection.call('PBD.plug', [await this.#connection.call('PBD.get_by_uuid', [pbdUuid])]);
  }

  /** Always live: without the option xapi suspends the VM for the move. */
  async startMigration(vmUuid: string, hostUuid: string): Promise<StartedOperation> {
    const vm = await this.#connection.call('VM.get_by_uuid', [vmUuid]);
    const host = await this.#host(hostUuid);
    return { task: await this.#connection.start('VM.pool_migrate', [vm, host, { live: 'true' }]) };
  }

  async startDisableHa(): Promise<StartedOperation> {
    return { task: await this.#connection.start('pool.disable_ha', []) };
  }

  async startEnableHa(srUuids: readonly string[]): Promise<StartedOperation> {
    const srs = await Promise.all(srUuids.map((uuid) => this.#connection.call('SR.get_by_uuid', [uuid])));
    return { task: await this.#connection.start('pool.enable_ha', [srs, {}]) };
  }

  async setHaFailuresToTolerate(count: number): Promise<void> {
    await this.#connection.call('pool.set_ha_host_failures_to_tolerate', [await this.#pool(), count]);
  }

  async setWlbEnabled(enabled: boolean): Promise<void> {
    await this.#connection.call('pool.set_wlb_enabled', [await this.#pool(), enabled]);
  }

  async otherConfig(): Promise<Readonly<Record<string, string>>> {
    const [pool] = Object.values(await this.#connection.call('pool.get_all_records', []));
    if (pool === undefined) throw noPool();
    return pool.other_config;
  }

  async addToPoolOtherConfig(key: string, value: string): Promise<void> {
    try {
      await this.#connection.call('pool.add_to_other_config', [await this.#pool(), key, value]);
    } catch (error) {
      if (failureOf(error)?.code !== 'MAP_DUPLICATE_KEY') throw error;
      throw new DrydockError('CLAIM_TAKEN', { attempted: 'adding a key to the settings of the pool', subject: key });
    }
  }

  async removeFromPoolOtherConfig(key: string): Promise<void> {
    await this.#connection.call('pool.remove_from_other_config', [await this.#pool(), key]);
  }

  async dumpDatabase(file: string): Promise<{ bytes: number; rows: number }> {
    const { bytes, rows } = await dumpDatabase(this.#connection, file);
    return { bytes, rows };
  }

  async close(): Promise<void> {
    if (this.#connection.loggedIn) await Promise.all([...this.#finishedTasks].map((task) => this.#destroyTask(task)));
    this.#finishedTasks.clear();
    await this.#connection.close();
  }

  /** Only tidies up: xapi deletes finished tasks by itself after an hour, and all of them with a restart. */
  async #destroyTask(task: string): Promise<void> {
    try {
      await this.#connection.call('task.destroy', [task], { deadline: 5_000 });
    } catch (error) {
      if (!(error instanceof DrydockError)) throw error;
    }
  }

  #host(uuid: string): Promise<string> {
    return this.#connection.call('host.get_by_uuid', [uuid]);
  }

  async #pool(): Promise<string> {
    const [pool] = await this.#connection.call('pool.get_all', []);
    if (pool !== undefined) return pool;
    throw noPool();
  }
}

function noPool(): DrydockError {
  return new DrydockError('XAPI_REPLY_INVALID', {
    attempted: 'looking the pool up',
    expected: 'one pool',
    found: 'none',
  });
}
