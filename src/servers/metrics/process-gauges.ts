/** How this process itself is doing: whether its event loop keeps up, and what memory it holds. */
import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import type { MetricFamily } from './exposition.js';

const resolution = 10;
const nanoseconds = 1e9;
const microseconds = 1e6;

export class ProcessGauges {
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution });

  constructor(private readonly startedAt: number) {
    this.#delay.enable();
  }

  close(): void {
    this.#delay.disable();
  }

  /** The delays are those since the last reading, so that a peak shows in one reading and not for ever. */
  families(): MetricFamily[] {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    const delays = [
      { labels: { quantile: '0.5' }, value: this.#delay.percentile(50) / nanoseconds },
      { labels: { quantile: '0.99' }, value: this.#delay.percentile(99) / nanoseconds },
      { labels: { quantile: '1' }, value: this.#delay.max / nanoseconds },
    ];
    this.#delay.reset();
    return [
      gauge('drydock_event_loop_delay_seconds', 'How late the event loop was, since the last reading.', delays),
      gauge('process_resident_memory_bytes', 'Memory in use.', [{ value: rss }]),
      gauge('nodejs_heap_size_used_bytes', 'Memory of JavaScript objects.', [{ value: heapUsed }]),
      gauge('process_start_time_seconds', 'When the serving process started.', [{ value: this.startedAt / 1000 }]),
      {
        name: 'process_cpu_seconds_total',
        help: 'Processor time used.',
        type: 'counter',
        samples: [{ value: (user + system) / microseconds }],
      },
    ];
  }
}

function gauge(name: string, help: string, samples: MetricFamily['samples']): MetricFamily {
  return { name, help, type: 'gauge', samples };
}
