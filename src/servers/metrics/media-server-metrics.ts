/** Everything that `/metrics` tells, put together: the names here are an interface that dashboards depend on. */
import { grantStates, type Grant } from '../../contract/grants.js';
import { exposition, type MetricFamily } from './exposition.js';
import type { ProcessGauges } from './process-gauges.js';
import type { ServingCounters } from './serving-counters.js';

export interface MetricSources {
  readonly counters: ServingCounters;
  readonly process: ProcessGauges;
  readonly connections: () => { readonly http: number; readonly ftp: number };
  readonly grantStates: () => readonly Grant['state'][];
  readonly droppedLogLines: () => number;
  readonly version: string;
}

export function mediaServerMetrics(sources: MetricSources): string {
  return exposition([
    gauge('drydock_build_info', 'The version that runs.', [{ labels: { version: sources.version }, value: 1 }]),
    ...sources.counters.families(),
    connectionsFamily(sources.connections()),
    grantsFamily(sources.grantStates()),
    {
      name: 'drydock_access_log_dropped_total',
      help: 'Lines of the access log that could not be written.',
      type: 'counter',
      samples: [{ value: sources.droppedLogLines() }],
    },
    ...sources.process.families(),
  ]);
}

function connectionsFamily({ http, ftp }: { readonly http: number; readonly ftp: number }): MetricFamily {
  return gauge('drydock_connections', 'Connections and FTP sessions that are open.', [
    { labels: { protocol: 'http' }, value: http },
    { labels: { protocol: 'ftp' }, value: ftp },
  ]);
}

function grantsFamily(present: readonly Grant['state'][]): MetricFamily {
  const count = (state: Grant['state']): number => present.filter((one) => one === state).length;
  return gauge(
    'drydock_grants',
    'Grants by state; an armed one means that a host may be installing.',
    grantStates.map((state) => ({ labels: { state }, value: count(state) })),
  );
}

function gauge(name: string, help: string, samples: MetricFamily['samples']): MetricFamily {
  return { name, help, type: 'gauge', samples };
}
