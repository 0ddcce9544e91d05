/** The chart of throughput: uPlot in an element of ours, drawn again with the colours of the theme and in the width that there is. */
import uPlot from 'uplot';
import type { ThroughputSeries } from '../model/throughput.js';
import { rate } from '../model/units.js';

const height = 208;
/** In seconds, as the chart counts. */
const now = (): number => Math.floor(Date.now() / 1000);
const shown = 15 * 60;

export class ThroughputChart extends HTMLElement {
  private chart: uPlot | undefined;
  private points: ThroughputSeries = { at: [], rate: [] };
  private readonly resized = new ResizeObserver(() => this.chart?.setSize({ width: this.clientWidth, height }));
  private readonly themed = new MutationObserver(() => this.build());

  set series(points: ThroughputSeries) {
    if (points === this.points) return;
    this.points = points;
    this.chart?.setData(this.columns());
  }

  connectedCallback(): void {
    this.build();
    this.resized.observe(this);
    this.themed.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  disconnectedCallback(): void {
    this.resized.disconnect();
    this.themed.disconnect();
    this.chart?.destroy();
    this.chart = undefined;
  }

  private build(): void {
    this.chart?.destroy();
    const style = getComputedStyle(this);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour('--soft'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    this.chart = new uPlot(
      {
        ...{ width: this.clientWidth, height, legend: { show: false }, cursor: { show: false } },
        scales: {
          x: {
            time: true,
            range: (_chart, least, most) => {
              // Before the first point there is no time but the present.
              const [from, to] = this.points.at.length === 0 ? [now(), now()] : [least, most];
              return [Math.max(from, to - shown), Math.max(to, from + 60)];
            },
          },
          y: { range: (_chart, _least, most) => [0, Math.max(most, 1000) * 1.1] },
        },
        series: [{}, { stroke: colour('--accent'), width: 2, fill: colour('--accent-wash'), points: { show: false } }],
        axes: [
          { ...axis, size: 32, values: '{HH}:{mm}:{ss}' },
          { ...axis, size: 84, values: (_chart, splits) => splits.map((value) => rate(value)) },
        ],
      },
      this.columns(),
      this,
    );
  }

  private columns(): uPlot.AlignedData {
    return [[...this.points.at], [...this.points.rate]];
  }
}

customElements.define('throughput-chart', ThroughputChart);
