/** The text format of Prometheus, version 0.0.4: a dozen lines, which a dependency of 3 MB would not make better. */

export interface Sample {
  /** A label's value must come from a fixed set of ours: one per host or token would grow without bound, and tell. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

export function exposition(families: readonly MetricFamily[]): string {
  return `${families.flatMap(familyLines).join('\n')}\n`;
}

function familyLines({ name, help, type, samples }: MetricFamily): string[] {
  const lines = samples.map(({ labels, value }) => `${name}${labelText(labels)} ${numberText(value)}`);
  return [`# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`, `# TYPE ${name} ${type}`, ...lines];
}

function labelText(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}
