/**
 * Which records of the journal are worth telling people of, and how: pure, so that after a crash the same records give the
 * same events with the same ids. What does not stand in the journal (waits, slowness) is in turn-events.ts.
 */
import type { JournalEntry, JournalRecord } from '../../journal/journal.js';
import type { RunEvent } from './run-event.js';
import { countsOf, eventOf, failureNamed, hostName, stateAfter, type Happening, type ToldRun } from './run-so-far.js';

type Of<T extends JournalEntry['type']> = Extract<JournalEntry, { type: T }>;
type Told = Omit<Happening, 'id' | 'at'>;

/** @param records all of the run up to the one that is looked at, which is the last */
export function recordEvent(run: ToldRun, records: readonly JournalRecord[]): RunEvent | undefined {
  const record = records.at(-1);
  if (record === undefined) return undefined;
  const told = tellRecord(run, record.entry, records);
  if (told === undefined) return undefined;
  return eventOf(run, records, { ...told, id: String(record.sequence), at: record.at });
}

function tellRecord(run: ToldRun, entry: JournalEntry, records: readonly JournalRecord[]): Told | undefined {
  switch (entry.type) {
    case 'planned':
      return planned(run);
    case 'started':
      return takenUp(run, entry, records);
    case 'intent':
      return begun(run, entry);
    case 'noted':
      return noted(run, entry, records);
    case 'state':
      return stateChange(run, entry, records);
    case 'rollout':
    case 'acted':
    case 'outcome':
    case 'command':
      return undefined;
  }
}

function planned({ plan }: ToldRun): Told {
  const hours = (plan.forecast.duration.expected / 3_600_000).toFixed(1);
  return {
    kind: 'run-planned',
    severity: 'info',
    title: `${plan.pool.name}: an upgrade to ${plan.medium.name} is planned`,
    text: `${counted(plan.hosts.length, 'host')}, about ${hours} h, ${counted(plan.forecast.migrations, 'migration')}. Nothing has begun.`,
    nextAction: `drydock upgrade start ${plan.run}`,
  };
}

/** The first `started` goes with the first state; a later one means that the controller was away. */
function takenUp({ plan }: ToldRun, entry: Of<'started'>, records: readonly JournalRecord[]): Told | undefined {
  const state = stateAfter(records);
  if (entry.epoch <= 1 || state === 'done' || state === 'aborted') return undefined;
  return {
    kind: 'run-taken-up',
    severity: 'notice',
    title: `${plan.pool.name}: the controller started again and goes on with the upgrade`,
    text: `The run is ${state}.`,
  };
}

function begun(run: ToldRun, entry: Of<'intent'>): Told | undefined {
  if (entry.effect !== 'disable-host' || entry.attempt > 1) return undefined;
  const place = run.plan.hosts.findIndex(({ uuid }) => uuid === entry.key) + 1;
  return {
    kind: 'host-begun',
    severity: 'info',
    title: `${run.plan.pool.name}: ${hostName(run, entry.key)} is taken out of service`,
    text: `Host ${place} of ${run.plan.hosts.length}.`,
    host: entry.key,
  };
}

function noted(run: ToldRun, entry: Of<'noted'>, records: readonly JournalRecord[]): Told | undefined {
  const { plan } = run;
  const host = hostName(run, entry.key);
  const reason = textOf(entry.detail['reason']);
  switch (entry.what) {
    case 'host-done': {
      const { total, done } = countsOf(plan, records);
      const text = `${done} of ${counted(total, 'host')} done.`;
      return {
        kind: 'host-done',
        severity: 'info',
        title: `${plan.pool.name}: ${host} is upgraded, proven and in service`,
        text,
        host: entry.key,
      };
    }
    case 'round':
      return typeof entry.detail['byItself'] === 'number'
        ? {
            kind: 'host-rebooted',
            severity: 'warning',
            title: `${plan.pool.name}: ${host} rebooted while it was prepared, and is begun anew`,
            text: 'Nobody told it to; it has its old version. It is rechecked first.',
            nextAction: `See why it went down; drydock upgrade pause ${plan.run} holds the run meanwhile.`,
            host: entry.key,
          }
        : undefined;
    case 'skipped':
      return {
        kind: 'host-skipped',
        severity: 'notice',
        title: `${plan.pool.name}: ${host} is skipped`,
        text: reason,
        host: entry.key,
      };
    case 'given-up':
      return {
        kind: 'host-given-up',
        severity: 'warning',
        title: `${plan.pool.name}: ${host} was given up by ${textOf(entry.detail['by'])}`,
        nextAction: 'Install this host again by hand, or forget it.',
        host: entry.key,
      };
    case 'left-away': {
      const vm = plan.baseline.vms.find(({ uuid }) => uuid === entry.key)?.name ?? entry.key;
      return {
        kind: 'vm-away',
        severity: 'warning',
        title: `${plan.pool.name}: ${vm} is not back where it ran`,
        text: reason,
        nextAction: `drydock upgrade explain ${plan.run}`,
      };
    }
    case 'pending-undo':
      return {
        kind: 'undo-pending',
        severity: 'warning',
        title: `${plan.pool.name}: a change of the run is not undone yet`,
        text: textOf(entry.detail['condition']),
        nextAction: `drydock upgrade explain ${plan.run}`,
      };
    default:
      return undefined;
  }
}

function stateChange(run: ToldRun, entry: Of<'state'>, records: readonly JournalRecord[]): Told | undefined {
  const { plan } = run;
  const about = { title: `${plan.pool.name}: the upgrade`, text: entry.reason };
  const host = textOf(entry.detail['host']) === '' ? null : textOf(entry.detail['host']);
  switch (entry.state) {
    case 'running': {
      const first = stateAfter(records.slice(0, -1)) === 'planned';
      return first
        ? {
            kind: 'run-started',
            severity: 'info',
            title: `${about.title} to ${plan.medium.name} has begun`,
            text: about.text,
          }
        : { kind: 'run-resumed', severity: 'info', title: `${about.title} goes on`, text: about.text };
    }
    case 'waiting':
      // That it waits for its window is what it was told to do; that a clock is not believed needs a person.
      return entry.detail['doubtful'] === true
        ? {
            kind: 'waits-for-person',
            severity: 'warning',
            title: `${about.title} waits: a clock is wrong`,
            text: about.text,
            nextAction: `drydock doctor --pool ${run.knownAs}`,
          }
        : undefined;
    case 'paused':
      return {
        kind: 'run-paused',
        severity: 'notice',
        title: `${about.title} is paused`,
        text: about.text,
        nextAction: `drydock upgrade resume ${plan.run}`,
      };
    case 'stopped':
      return {
        kind: 'run-stopped',
        severity: 'failure',
        title: `${about.title} has stopped${host === null ? '' : ` at ${hostName(run, host)}`}`,
        text: about.text,
        nextAction: textOf(entry.detail['nextAction']) || `drydock upgrade explain ${plan.run}`,
        host,
        failure: failureNamed(entry.detail['failure']),
      };
    case 'undoing':
      return { kind: 'run-undoing', severity: 'notice', title: `${about.title} is being aborted`, text: about.text };
    case 'aborted':
      return {
        kind: 'run-aborted',
        severity: 'notice',
        title: `${about.title} was aborted`,
        text: ending(run, records),
      };
    case 'done':
      return { kind: 'run-done', severity: 'info', title: `${about.title} is done`, text: ending(run, records) };
    default:
      return undefined;
  }
}

function ending({ plan }: ToldRun, records: readonly JournalRecord[]): string {
  const { total, done, skipped, givenUp } = countsOf(plan, records);
  const left = total - done - skipped - givenUp;
  const parts = [
    `${done} of ${counted(total, 'host')} upgraded`,
    skipped === 0 ? '' : `${skipped} skipped`,
    givenUp === 0 ? '' : `${givenUp} given up`,
    left === 0 ? '' : `${left} not begun or not finished`,
  ];
  return `${parts.filter((part) => part !== '').join(', ')}. Report: drydock upgrade report ${plan.run}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
