/** What `/metrics` tells: the format of Prometheus, the figures, and nothing that could give a host away. */
import { expect } from 'chai';
import { exposition } from '../../../src/servers/metrics/exposition.js';
import { mediaServerMetrics } from '../../../src/servers/metrics/media-server-metrics.js';
import { ProcessGauges } from '../../../src/servers/metrics/process-gauges.js';
import { ServingCounters } from '../../../src/servers/metrics/serving-counters.js';
import type { RequestRecord } from '../../../src/servers/observation/request-record.js';

const record = (overrides: Partial<RequestRecord> = {}): RequestRecord => ({
  ...{ at: 0, protocol: 'http', client: '192.0.2.77', grant: 'run1.host-secret', medium: 'm', path: 'x' },
  ...{ status: 200, bytes: 10, duration: 1, outcome: 'complete' },
  ...overrides,
});

function text(counters: ServingCounters): string {
  const gauges = new ProcessGauges(1000);
  try {
    return mediaServerMetrics({
      counters,
      process: gauges,
      connections: () => ({ http: 3, ftp: 1 }),
      grantStates: () => ['armed', 'closed', 'armed'],
      droppedLogLines: () => 4,
      version: '1.2.3',
    });
  } finally {
    gauges.close();
  }
}

describe('Metrics', () => {
  it('are in the text format of Prometheus, each family with help and type, and end in a line feed', () => {
    const lines = text(new ServingCounters()).split('\n');
    for (const line of lines) {
      expect(line).to.match(/^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? -?[\d.e+-]+)?$/);
    }
    const names = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
    expect(new Set(names).size).to.equal(names.length);
    expect(lines.at(-1)).to.equal('');
  });

  it('escape what stands in a label and give the values that are no numbers their names', () => {
    const samples = [{ labels: { a: 'x"y\\z\n' }, value: Number.POSITIVE_INFINITY }, { value: Number.NaN }];
    expect(exposition([{ name: 'n', help: 'a\nb', type: 'gauge', samples }])).to.include(
      '# HELP n a\\nb\n# TYPE n gauge\nn{a="x\\"y\\\\z\\n"} +Inf\nn NaN',
    );
  });

  it('count requests by protocol and class of status, and bytes once, whether they flowed or came at once', () => {
    const counters = new ServingCounters();
    counters.ended(record(), false);
    counters.ended(record({ status: 404, bytes: 5 }), false);
    counters.begun('ftp');
    counters.flowed('ftp', 700);
    expect(text(counters)).to.include('drydock_transfers{protocol="ftp"} 1\n');
    counters.ended(record({ protocol: 'ftp', status: 206, bytes: 700 }), true);
    counters.refused('http', 'connections-of-address', 12);
    const lines = text(counters).split('\n');
    expect(lines).to.include.members([
      'drydock_requests_total{protocol="http",status="2xx"} 1',
      'drydock_requests_total{protocol="http",status="4xx"} 1',
      'drydock_requests_total{protocol="ftp",status="2xx"} 1',
      'drydock_sent_bytes_total{protocol="http"} 15',
      'drydock_sent_bytes_total{protocol="ftp"} 700',
      'drydock_transfers{protocol="ftp"} 0',
      'drydock_refusals_total{protocol="http",reason="connections-of-address"} 12',
      'drydock_connections{protocol="http"} 3',
      'drydock_grants{state="armed"} 2',
      'drydock_grants{state="probe"} 0',
      'drydock_access_log_dropped_total 4',
      'drydock_build_info{version="1.2.3"} 1',
      'process_start_time_seconds 1',
    ]);
  });

  it('name no host, address, grant or path', () => {
    const counters = new ServingCounters();
    counters.ended(record({ path: 'a/b' }), false);
    expect(text(counters)).not.to.match(/192\.0\.2|run1|host-secret|a\/b/);
  });
});
