/** The report of a rollout: wave by wave, which pool ended how and when, and which run has the details. */
import type { RolloutStatus } from '../../contract/rollout.js';
import { codeSpan, escapeMarkdown, formatDuration, formatTime, table } from '../report/format.js';
import { describeRollout } from './describe-rollout.js';
import type { RolloutLedger } from './rollout-ledger.js';
import type { RolloutPlan } from './rollout-plan.js';

export interface RolloutReport extends RolloutStatus {
  readonly planHash: string;
  readonly plannedAt: number;
  readonly plannedBy: string;
  /** As it was shown when it was planned: pools, forecasts, windows, options. */
  readonly plan: readonly string[];
  /** What people said, in order. */
  readonly commands: readonly {
    readonly at: number;
    readonly command: string;
    readonly by: string;
    readonly detail: Readonly<Record<string, unknown>>;
  }[];
}

export function rolloutReport(plan: RolloutPlan, ledger: RolloutLedger, status: RolloutStatus): RolloutReport {
  return {
    ...status,
    planHash: plan.hash,
    plannedAt: plan.madeAt,
    plannedBy: plan.by,
    plan: describeRollout(plan),
    commands: ledger.commands.map(({ at, command, by, detail }) => ({ at, command, by, detail })),
  };
}

export function renderRolloutReport(report: RolloutReport, format: 'markdown' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(report, null, 2)}\n`;
  const sections = [heading(report), ...report.waves.map(waveSection), planSection(report), commandSection(report)];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

function heading(report: RolloutReport): readonly string[] {
  const { pools, hosts, failureBudget } = report.limits;
  return [
    `# Rollout ${escapeMarkdown(report.name)}`,
    '',
    `**${report.state}**: ${escapeMarkdown(report.reason)}`,
    '',
    `- Rollout: ${codeSpan(report.rollout)}, plan ${codeSpan(report.planHash.slice(0, 12))}`,
    `- Planned: ${formatTime(report.plannedAt)} by ${escapeMarkdown(report.plannedBy)}`,
    `- Began: ${formatTime(report.startedAt)}`,
    `- Ended: ${formatTime(report.endedAt)}`,
    `- Duration: ${formatDuration(report.startedAt, report.endedAt)}`,
    `- At once: ${pools} pools, ${hosts === null ? 'as many hosts' : `${hosts} hosts`}; failures that it goes on with: ${failureBudget}`,
  ];
}

function waveSection(wave: RolloutReport['waves'][number]): readonly string[] {
  const rows = wave.pools.map((pool) => [
    escapeMarkdown(pool.pool),
    pool.state,
    `${pool.hosts.finished} of ${pool.hosts.total}`,
    formatTime(pool.startedAt),
    formatDuration(pool.startedAt, pool.endedAt),
    pool.run === null ? '–' : codeSpan(pool.run),
    escapeMarkdown(pool.reason),
  ]);
  return [
    `## ${escapeMarkdown(wave.name)}: ${wave.state}`,
    '',
    ...table(['Pool', 'State', 'Hosts', 'Began', 'Time', 'Run', 'Reason'], rows),
  ];
}

function planSection({ plan }: RolloutReport): readonly string[] {
  return ['## The plan', '', ...plan.map((line) => `- ${escapeMarkdown(line.trim())}`)];
}

function commandSection({ commands }: RolloutReport): readonly string[] {
  if (commands.length === 0) return [];
  const rows = commands.map(({ at, command, by, detail }) => [
    formatTime(at),
    command,
    escapeMarkdown(by),
    escapeMarkdown(Object.values(detail).map(String).join(', ')),
  ]);
  return ['## What people said', '', ...table(['Time', 'Command', 'By', 'About'], rows)];
}
