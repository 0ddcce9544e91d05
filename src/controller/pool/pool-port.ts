/**
 * All that the controller can do to a pool, in the field's own words. src/controller/pool/xapi-pool.ts carries it out
 * over XAPI; tests replace it. Reads are repeated after a lost session; an action is sent at most once, and when its
 * reply is lost it throws XAPI_OUTCOME_UNKNOWN: the next reading of the facts tells.
 */
import type { PoolGuests } from './pool-guests.js';
import type { PoolFixes } from './pool-fixes.js';
import type { PoolPacks } from './pool-packs.js';
import type { HostInterface } from './mount-clients.js';
import type { PifFacts } from '../facts/pif-facts.js';
import type { EvacuationBlocker, Observation, Reading, TaskFacts } from '../facts/pool-facts.js';
import type { Survey } from '../facts/survey.js';
import type { DiskQuestion } from '../../xapi/disk-plugins.js';
import type { PoolMessage } from '../../xapi/messages/read-messages.js';
import type { InventoryItem } from '../../xapi/inventory/inventory.js';

/** The functions of the host-upgrade plugin that Drydock calls. */
export type PluginFunction = 'testUrl' | 'main' | 'getVersion' | 'testSafe2Upgrade' | 'getDom0DefaultMemory' | 'getEUA';

/** A started operation: the task's reference, good until the coordinator restarts. */
export interface StartedOperation {
  readonly task: string;
}

export interface PoolPort {
  /** Reads everything decisions need; never throws for an unreachable pool. */
  observe(signal?: AbortSignal, reading?: Reading): Promise<Observation>;
  /** What assessments want to know beyond that. @throws what keeps the pool from being read */
  survey(signal?: AbortSignal): Promise<Survey>;
  task(ref: string): Promise<TaskFacts | undefined>;
  /** How the host is connected, for NFS alone. */
  hostInterfaces(hostUuid: string): Promise<readonly HostInterface[]>;
  /** The network interfaces of all hosts. */
  pifs(): Promise<readonly PifFacts[]>;
  /** Everything that is compared before and after. @throws what keeps the pool from being read */
  inventory(signal?: AbortSignal): Promise<readonly InventoryItem[]>;
  /** Messages of the pool since a moment of its coordinator's clock, in seconds. */
  alerts(since: number, signal?: AbortSignal): Promise<readonly PoolMessage[]>;
  /** What a host answers when it is asked for itself, not through its coordinator: a code of the API, or of the network. */
  hostAnswer(address: string, signal?: AbortSignal): Promise<string>;
  evacuationBlockers(hostUuid: string): Promise<readonly EvacuationBlocker[]>;
  /** Names of the disks on these storage repositories (uuids), for the last look before a layout may change. */
  disksOn(srUuids: readonly string[]): Promise<readonly string[]>;
  /** A short plugin call, waited for: the text it returned. @throws PLUGIN_FAILED with the plugin's code in `data.pluginCode` */
  callPlugin(hostUuid: string, fn: PluginFunction, url: string, signal?: AbortSignal): Promise<string>;
  /** The answer of a plugin that tells of a host's disks, which XCP-ng alone has. @throws XAPI_FAILURE, with its code, where there is none */
  askDisks(hostUuid: string, question: DiskQuestion, signal?: AbortSignal): Promise<string>;

  disableHost(hostUuid: string): Promise<void>;
  enableHost(hostUuid: string): Promise<void>;
  startEvacuation(hostUuid: string): Promise<StartedOperation>;
  /** The plugin's `main`: minutes long, so it is started as a task. */
  startStaging(hostUuid: string, url: string): Promise<StartedOperation>;
  startReboot(hostUuid: string): Promise<StartedOperation>;
  plugPbd(pbdUuid: string): Promise<void>;
  startMigration(vmUuid: string, hostUuid: string): Promise<StartedOperation>;

  /** Taking guests down and starting them again. */
  readonly guests: PoolGuests;

  /** What a run changes so that the pool can be upgraded, and puts back. */
  readonly fixes: PoolFixes;

  /** Supplemental packs: their images, and which host has which. */
  readonly packs: PoolPacks;

  startDisableHa(): Promise<StartedOperation>;
  startEnableHa(srUuids: readonly string[]): Promise<StartedOperation>;
  setHaFailuresToTolerate(count: number): Promise<void>;
  setWlbEnabled(enabled: boolean): Promise<void>;
  /** The pool's other_config alone, as it is now: who has claimed it. */
  otherConfig(): Promise<Readonly<Record<string, string>>>;
  /** add_to_other_config: @throws CLAIM_TAKEN when the key exists. */
  addToPoolOtherConfig(key: string, value: string): Promise<void>;
  removeFromPoolOtherConfig(key: string): Promise<void>;
  /** Streams the pool database into a new file of mode 0600; gives its size and number of rows. @throws DUMP_INCOMPLETE for the stub of a mixed pool */
  dumpDatabase(file: string): Promise<{ bytes: number; rows: number }>;

  close(): Promise<void>;
}
