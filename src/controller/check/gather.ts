/** Gathers what the assessments before a run need: the pool, its survey, what each host answers, and what the medium brings. */
import type { Grant } from '../../contract/grants.js';
import type { MediaServerApi } from '../../contract/media-server.js';
import type { Mirror } from '../../contract/mirror.js';
import type { Clock } from '../../shared/clock.js';
import { describeCause, DrydockError } from '../../shared/errors/drydock-error.js';
import type { EvacuationAnswer, ReachabilityAnswer } from '../assessments/assessment.js';
import type { InventoryItem } from '../../xapi/inventory/inventory.js';
import { notAsked, type Evidence, type Learnt, type PluginAnswers } from '../assessments/evidence.js';
import { grantUrl } from '../base-url.js';
import { chooseMirror, mirrorBeside } from '../mirrors/choose-mirror.js';
import type { MirrorAccess } from '../mirrors/mirror-access.js';
import { whereToRead } from '../mirrors/where-to-read.js';
import { minutes } from '../effects/effect.js';
import type { PoolFacts } from '../facts/pool-facts.js';
import type { MediaAccess } from '../media-access.js';
import type { PoolPort } from '../pool/pool-port.js';
import { askingAgain, type PoolQuestions } from './ask-again.js';
import { diskReports } from './ask-disks.js';
import { askPlugin, askTestUrl } from './ask-plugin.js';
import type { HostShell } from '../shell/host-shell.js';
import { evidenceOfMedium } from './evidence-of-medium.js';
import { evidenceOfSystems } from './evidence-of-systems.js';

export interface Gathered {
  readonly pool: PoolFacts;
  readonly evacuation: ReadonlyMap<string, EvacuationAnswer>;
  readonly reachability: ReadonlyMap<string, ReachabilityAnswer>;
  readonly evidence: Evidence;
  /** What is compared after each host and after the run. */
  readonly inventory: Learnt<readonly InventoryItem[]>;
}

export interface GatherOptions {
  readonly port: PoolPort;
  readonly clock: Clock;
  readonly media: string;
  /** As the pool was added. */
  readonly poolName: string;
  readonly mirrors?: MirrorAccess | undefined;
  /** Where the medium is looked into. */
  readonly mediaAccess: Pick<MediaAccess, 'open' | 'hardware'>;
  /** Undefined: the media server is not running, so nobody can be asked to reach it. */
  readonly mediaServer: MediaServerApi | undefined;
  /** False in Manual mode, in which no host's plugin takes part. */
  readonly asksHosts?: boolean;
  /** Makes the ids of the probe grants unique. */
  readonly label: string;
  readonly signal: AbortSignal;
  /** The way into the hosts' control domains; absent where SSH is not set up for the pool. */
  readonly shell?: Learnt<HostShell> | undefined;
}

/** @throws POOL_UNREADABLE */
export async function gather(options: GatherOptions): Promise<Gathered> {
  const { mediaServer, signal } = options;
  const port = askingAgain(options.port, options.clock, signal);
  const pool = await readPool(port, signal);
  const evacuation = new Map<string, EvacuationAnswer>();
  const reachability = new Map<string, ReachabilityAnswer>();
  const plugin = new Map<string, PluginAnswers>();
  const silent = new Map<string, string>();
  const mirrored = await mirrorOf(options, pool);
  for (const host of pool.hosts) {
    evacuation.set(host.uuid, await askEvacuation(port, host.uuid));
    const asked = await askHost({ ...options, port, mirror: mirrored.mirrored?.mirror }, pool, host);
    reachability.set(host.uuid, asked.reachability);
    plugin.set(host.uuid, asked.plugin);
    if (asked.silence !== undefined) silent.set(host.uuid, asked.silence);
  }
  const endpoints = (await mediaServer?.status())?.endpoints ?? [];
  const [systems, disks] = await Promise.all([
    evidenceOfSystems(options.shell, pool.hosts, options.clock, signal),
    diskReports({ port, clock: options.clock, signal, silent }, pool.hosts),
  ]);
  const evidence: Evidence = {
    survey: await learn(port.survey(signal)),
    plugin,
    ...(await evidenceOfMedium(options.mediaAccess, options.media)),
    ...mirrored,
    serverAddresses: [...new Set([...endpoints.map(({ address }) => address), ...addressOf(mirrored)])],
    ...systems,
    disks,
  };
  const inventory = await learn(port.inventory(signal));
  return { pool, evacuation, reachability, evidence, inventory };
}

type Mirrored = Pick<Evidence, 'mirrored' | 'besideMirror'>;

async function mirrorOf({ mirrors, media, poolName }: GatherOptions, { hosts }: PoolFacts): Promise<Mirrored> {
  const addresses = hosts.map(({ address }) => address);
  if (mirrors === undefined) return {};
  const mirror = chooseMirror(mirrors.all, poolName, addresses);
  const besideMirror = mirrorBeside(mirrors.all, poolName, addresses);
  if (mirror === undefined) return besideMirror === undefined ? {} : { besideMirror };
  return { mirrored: { mirror, proof: await mirrors.proof(mirror, media) } };
}

function addressOf({ mirrored }: Mirrored): readonly string[] {
  return mirrored === undefined ? [] : [new URL(mirrored.mirror.url).hostname];
}

/** What was asked for, or why it is not known. */
async function learn<T>(question: Promise<T>): Promise<Learnt<T>> {
  try {
    return { known: true, value: await question };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { known: false, reason: describeCause(error) };
  }
}

async function readPool(port: PoolQuestions, signal: AbortSignal): Promise<PoolFacts> {
  const observation = await port.observe(signal);
  if (observation.pool.known) return observation.pool.value;
  const answers = (observation.unreachable ?? []).map(({ address, answer }) => `${address}: ${answer}`).join('; ');
  throw new DrydockError('POOL_UNREADABLE', {
    attempted: 'reading the pool',
    found: answers === '' ? observation.pool.reason : answers,
  });
}

async function askEvacuation(port: PoolQuestions, host: string): Promise<EvacuationAnswer> {
  try {
    return { known: true, blockers: await port.evacuationBlockers(host) };
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return { known: false, reason: describeCause(error) };
  }
}

interface HostAnswers {
  readonly reachability: ReachabilityAnswer;
  readonly plugin: PluginAnswers;
  /** Why the host itself gave no answer; absent where it did, or was not asked. */
  readonly silence?: string;
}

/** The host itself looks, under a grant that shows what `testUrl` asks for and ends within minutes. */
async function askHost(
  options: Omit<GatherOptions, 'port'> & { readonly port: PoolQuestions; readonly mirror: Mirror | undefined },
  pool: PoolFacts,
  host: { uuid: string; name: string },
): Promise<HostAnswers> {
  const { mediaServer, port, signal } = options;
  if (options.asksHosts === false) return notAskedBecause('in Manual mode no plugin takes part');
  if (mediaServer === undefined) return notAskedBecause('the media server is not running: drydock serve');
  let grant: Grant;
  try {
    grant = await mediaServer.createGrant({
      id: `probe.${options.label}.${host.uuid}`,
      pool: pool.uuid,
      run: `probe.${options.label}`,
      // A probe must not look like a controller with an old lease.
      epoch: await mediaServer.epoch(pool.uuid),
      host: { uuid: host.uuid, name: host.name },
      media: options.media,
      state: 'probe',
      lifetime: 5 * minutes,
      ...(await whereToRead({ mediaServer, pool: options.port, mirror: options.mirror }, host)),
    });
  } catch (error) {
    if (!(error instanceof DrydockError)) throw error;
    return notAskedBecause(describeCause(error));
  }
  const questions = { port, host: host.uuid, url: await grantUrl(mediaServer, grant), signal };
  const reachability = await askTestUrl(questions);
  // A host that could not be asked the first question is not asked the others: each would take its full deadline.
  const plugin = reachability.asked ? await askPlugin(questions) : notAsked(reachability.reason);
  await mediaServer.changeGrant(grant.id, { state: 'ended', epoch: grant.epoch, reason: 'the check is over' });
  return { reachability, plugin, ...(reachability.asked ? {} : { silence: reachability.reason }) };
}

function notAskedBecause(reason: string): HostAnswers {
  return { reachability: { asked: false, reason }, plugin: notAsked(reason) };
}
