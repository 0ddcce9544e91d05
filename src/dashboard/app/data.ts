/** What every page may need of the product's state: read when somebody signs in and after each reconnection, kept live by events. */
import type { MediaJob, MediaJobsReply } from '../../contract/api/media-jobs.js';
import type { MediumSummary } from '../../contract/api/media.js';
import type { PoolLine } from '../../contract/api/pools.js';
import type { ServersReply } from '../../contract/api/servers.js';
import type { RolloutStatus } from '../../contract/rollout.js';
import type { RunStatus } from '../../contract/run-status.js';
import type { ControlRequests } from '../api/control.js';
import { emptySeries, withPoint, type ThroughputSeries } from '../model/throughput.js';
import { replaced } from '../model/replaced.js';
import { createResource, type Resource, type ResourceHooks } from './resource.js';

export interface Data {
  /** The open ones, and those that have ended last. */
  readonly runs: Resource<readonly RunStatus[]>;
  /** What older ones are asked for with; null: there are none. */
  readonly olderRuns: string | null;
  readonly rollouts: Resource<readonly RolloutStatus[]>;
  readonly media: Resource<readonly MediumSummary[]>;
  readonly jobs: Resource<MediaJobsReply>;
  readonly servers: Resource<ServersReply>;
  readonly pools: Resource<readonly PoolLine[]>;
  /** Since this page was opened. */
  readonly throughput: ThroughputSeries;
  loadAll(): void;
  apply(event: string, data: unknown): void;
}

const throughputKept = 15 * 60_000;

export function createData(requests: ControlRequests, hooks: ResourceHooks): Data {
  let throughput = emptySeries;
  const noteThroughput = (servers: ServersReply): void => {
    if (servers.protocols.every(({ rate }) => rate === null)) return;
    const sum = servers.protocols.reduce((total, { rate }) => total + (rate?.bytes ?? 0), 0);
    throughput = withPoint(throughput, servers.at, sum, throughputKept);
  };
  let olderRuns: string | null = null;
  const runs = createResource<readonly RunStatus[]>(async () => {
    const reply = await requests.runs(null);
    olderRuns = reply.next;
    return reply.runs;
  }, hooks);
  const rollouts = createResource(() => requests.rollouts(), hooks);
  const media = createResource(() => requests.media(), hooks);
  const jobs = createResource(() => requests.jobs(), hooks);
  const pools = createResource(() => requests.pools(), hooks);
  const servers = createResource(() => requests.servers(), hooks);
  return {
    ...{ runs, rollouts, media, jobs, servers, pools },
    get olderRuns() {
      return olderRuns;
    },
    get throughput() {
      return throughput;
    },
    loadAll: () => {
      for (const resource of [runs, rollouts, media, jobs, servers, pools]) resource.load();
    },
    apply: (event, data) => {
      switch (event) {
        case 'run':
          if (runs.value === undefined) return;
          runs.set(replaced(runs.value, data as RunStatus, ({ run }) => run));
          return;
        case 'rollout':
          if (rollouts.value === undefined) return;
          rollouts.set(replaced(rollouts.value, data as RolloutStatus, ({ rollout }) => rollout));
          return;
        case 'servers':
          noteThroughput(data as ServersReply);
          servers.set(data as ServersReply);
          return;
        case 'import':
          if (jobs.value === undefined) return;
          jobs.set({ ...jobs.value, jobs: [...replaced(jobs.value.jobs, data as MediaJob, ({ id }) => id)] });
          return;
        case 'media':
          media.load();
          jobs.load();
          return;
        case 'pool':
          pools.load();
          return;
      }
    },
  };
}
