/** The log of a run: its journal in words, a line for each record that a person would want to read; pure. */
import type { LogLine, LogReply } from '../../contract/api/timeline.js';
import type { JournalEntry, JournalRecord } from '../../journal/journal.js';
import { effectNames } from '../effects/effect.js';
import { effects } from '../effects/registry.js';
import type { Plan } from '../planning/plan.js';
import { withoutSecrets } from '../report/without-secrets.js';

type Line = Pick<LogLine, 'who' | 'what' | 'level'> & { readonly key: string };

const drydock = 'drydock';

export function runLog(plan: Plan, records: readonly JournalRecord[], after: number, limit: number): LogReply {
  const lines: LogLine[] = [];
  const intents = new Map<string, string>();
  let next = after;
  for (const { sequence, at, entry } of records) {
    // Outcomes are told in the words of their intents, which may lie before.
    if (entry.type === 'intent') intents.set(`${entry.effect} ${entry.key}`, intentText(entry));
    if (sequence <= after) continue;
    if (lines.length >= limit) return { lines, next, more: true };
    next = sequence;
    const line = lineOf(entry, intents);
    if (line === undefined) continue;
    const { key, what, ...rest } = line;
    lines.push({ sequence, at, ...rest, what: withoutSecrets(what), host: hostName(plan, key) });
  }
  return { lines, next, more: false };
}

function lineOf(entry: JournalEntry, intents: ReadonlyMap<string, string>): Line | undefined {
  switch (entry.type) {
    case 'planned':
      return { who: entry.by ?? drydock, what: 'planned the run', level: 'person', key: '' };
    case 'rollout':
    case 'acted':
      return undefined;
    case 'started':
      return { who: drydock, what: `goes on with the run (epoch ${entry.epoch}): ${entry.by}`, level: 'info', key: '' };
    case 'intent':
      return { who: drydock, what: intentText(entry), level: 'info', key: entry.key };
    case 'outcome': {
      const what = intents.get(`${entry.effect} ${entry.key}`) ?? entry.effect;
      const reason = entry.reason === '' ? '' : ` (${entry.reason})`;
      return {
        who: drydock,
        what: `${what}: ${entry.result}${reason}`,
        level: outcomeLevel(entry.result),
        key: entry.key,
      };
    }
    case 'noted':
      return notedLine(entry);
    case 'command':
      return { who: entry.by, what: commandText(entry), level: 'person', key: textOf(entry.detail, 'host') };
    case 'state':
      return {
        who: drydock,
        what: `the run is ${entry.state}: ${entry.reason}`,
        level: stateLevel(entry.state),
        key: textOf(entry.detail, 'host'),
      };
  }
}

function intentText({ effect, key, attempt, detail }: Extract<JournalEntry, { type: 'intent' }>): string {
  const name = effectNames.find((candidate) => candidate === effect);
  const what = name === undefined ? effect : effects[name].describe({ effect: name, key, detail });
  return attempt > 1 ? `${what} (attempt ${attempt})` : what;
}

/** What a run writes down for itself, in words for people; what only it needs is no line. */
const notes: Readonly<Record<string, { readonly what: string; readonly level: LogLine['level'] }>> = {
  returned: { what: 'the host is back', level: 'info' },
  proven: { what: 'the host runs what the medium installs', level: 'info' },
  assessed: { what: 'the host passed the checks after its upgrade', level: 'info' },
  'host-done': { what: 'the host is done', level: 'info' },
  skipped: { what: 'the host was skipped', level: 'person' },
  'given-up': { what: 'the host was given up', level: 'person' },
  'claim-lost': { what: 'the pool is claimed by another run', level: 'error' },
  unwell: { what: 'the host is not well', level: 'warning' },
  'handed-over': { what: 'the host waits for a person at its console', level: 'info' },
  reminder: { what: 'a reminder: the host still waits for a person', level: 'warning' },
  'left-by-hand': { what: 'the host has left', level: 'info' },
  'pending-undo': { what: 'something is still to be put back', level: 'warning' },
  'went-down': { what: 'the host went down while it was prepared', level: 'warning' },
  'came-up': { what: 'the host answers again', level: 'info' },
  round: { what: 'the host is begun anew', level: 'info' },
};

function notedLine({ what, key, detail }: Extract<JournalEntry, { type: 'noted' }>): Line | undefined {
  const known = notes[what];
  if (known === undefined) return undefined;
  const reason = textOf(detail, 'reason') || textOf(detail, 'condition');
  return { who: drydock, what: reason === '' ? known.what : `${known.what}: ${reason}`, level: known.level, key };
}

function commandText({ command, detail }: Extract<JournalEntry, { type: 'command' }>): string {
  const name = textOf(detail, 'name');
  const reason = textOf(detail, 'reason');
  return `${command}${name === '' ? '' : ` ${name}`}${reason === '' ? '' : `: ${reason}`}`;
}

function outcomeLevel(result: 'confirmed' | 'failed' | 'unknown'): LogLine['level'] {
  return result === 'confirmed' ? 'info' : result === 'failed' ? 'error' : 'warning';
}

function stateLevel(state: string): LogLine['level'] {
  return state === 'stopped' ? 'error' : state === 'aborted' || state === 'paused' ? 'warning' : 'info';
}

/** Of a host, or of a VM the host that it lives on. */
function hostName({ baseline }: Plan, key: string): string | null {
  const vm = baseline.vms.find(({ uuid }) => uuid === key);
  return baseline.hosts.find(({ uuid }) => uuid === (vm?.host ?? key))?.name ?? null;
}

function textOf(detail: Readonly<Record<string, unknown>>, name: string): string {
  const value = detail[name];
  return typeof value === 'string' ? value : '';
}
