/** What a rehearsal tells, section by section, in plain sentences and rows: the terminal and the Markdown report share them. */
import type { BlockedMoment, FaultEnd, Rehearsal, Spread } from '../../contract/rehearsal.js';
import { count, duration, moment } from './units.js';

export interface Section {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly rows?: { readonly headings: readonly string[]; readonly cells: readonly (readonly string[])[] };
}

export function rehearsalSections(rehearsal: Rehearsal): readonly Section[] {
  return [
    verdict(rehearsal),
    hosts(rehearsal),
    memory(rehearsal),
    migrations(rehearsal),
    blocked(rehearsal),
    warnings(rehearsal),
    faults(rehearsal),
    disagreements(rehearsal),
    { title: 'What a rehearsal cannot know', sentences: rehearsal.cannotKnow },
  ].filter(({ sentences, rows }) => sentences.length > 0 || (rows?.cells.length ?? 0) > 0);
}

function verdict(rehearsal: Rehearsal): Section {
  const { runs, verdict: end, recordsFile, readAt } = rehearsal;
  const stopped = runs.filter(({ state }) => state !== 'done').length;
  const approvals = runs[0]?.approvals ?? 0;
  const says = {
    'goes-through': `The plan goes through in each of ${count(runs.length, 'run')}.`,
    blocked: 'The plan cannot begin: assessments block it.',
    stops: `The plan stops and waits for a person in ${stopped} of ${count(runs.length, 'run')}.`,
  }[end];
  return {
    title: `Rehearsal of ${rehearsal.pool} to ${rehearsal.media}`,
    sentences: [
      says,
      ...(rehearsal.duration === null
        ? []
        : [`It takes ${spread(rehearsal.duration, duration)} (least, median, most).`]),
      ...(approvals === 0 ? [] : [`It waits ${count(approvals, 'time')} for an approval, which took no time here.`]),
      `The pool was read at ${moment(readAt)}${recordsFile === null ? '' : `; its records are in ${recordsFile}`}.`,
      ...rehearsal.plan,
    ],
  };
}

function hosts({ hosts: all }: Rehearsal): Section {
  const cells = all.map(({ name, coordinator, duration: time, memory: room }) => [
    `${name}${coordinator ? ' (coordinator)' : ''}`,
    time === null ? 'never done' : spread(time, duration),
    room === null ? 'nothing to move' : `${gibibytes(room.needed)} of ${gibibytes(room.free)}`,
  ]);
  return {
    title: 'Hosts',
    sentences: [],
    rows: { headings: ['host', 'time: least, median, most', 'guests of free memory elsewhere'], cells },
  };
}

function memory({ tightest }: Rehearsal): Section {
  if (tightest === null) return { title: 'Tightest memory step', sentences: [] };
  const { host, needed, free } = tightest;
  const left = free - needed;
  const verdictOfRoom = left < 0 ? `${gibibytes(-left)} too little` : `${gibibytes(left)} to spare`;
  const sentence = `${host}: ${gibibytes(needed)} of guests, ${gibibytes(free)} free on the hosts that may take them: ${verdictOfRoom}.`;
  return { title: 'Tightest memory step', sentences: [sentence] };
}

function migrations({ migrations: { total, vms } }: Rehearsal): Section {
  const cells = vms.map(({ name, least, most }) => [name, least === most ? String(most) : `${least} to ${most}`]);
  const sentences = total === null ? [] : [`${spread(total, String)} in all, homewards included.`];
  return { title: 'Migrations', sentences, rows: { headings: ['VM', 'moves'], cells } };
}

function blocked({ blocked: all }: Rehearsal): Section {
  return { title: 'What would be blocked, and when', sentences: all.map(blockedSentence) };
}

function blockedSentence({ moment: when, at, seed, host, assessments, reason, nextAction }: BlockedMoment): string {
  const time = at === null ? when : `${duration(at)} after the start (${when}, seed ${seed ?? 0})`;
  const checks = assessments.length === 0 ? '' : ` [${assessments.join(', ')}]`;
  return `${time}, ${host}${checks}: ${sentence(reason)} Next: ${nextAction}`;
}

function warnings({ check }: Rehearsal): Section {
  const found = check.results.filter(({ severity }) => severity === 'warning' || severity === 'notice');
  return {
    title: 'Warnings before the run',
    sentences: found.map(({ id, subject, reason, remedy }) => `${id}@${subject}: ${sentence(reason)} ${remedy}`.trim()),
  };
}

function faults({ faults: all }: Rehearsal): Section {
  return { title: 'How each chosen fault ends', sentences: all.map(faultSentence) };
}

function faultSentence({ fault, strikes, state, at, host, failure, reason, nextAction, lostVms }: FaultEnd): string {
  if (strikes === 0) return `${fault}: it never struck; the run was ${state} after ${duration(at)}.`;
  const where = host === null ? '' : `, ${host}${failure === null ? '' : ` is ${failure}`}`;
  const lost = lostVms.length === 0 ? '' : ` VMs lost: ${lostVms.join(', ')}.`;
  const next = nextAction === '' ? '' : ` Next: ${nextAction}`;
  return `${fault}: the run is ${state} after ${duration(at)}${where}: ${sentence(reason)}${lost}${next}`;
}

function disagreements({ disagreements: all }: Rehearsal): Section {
  const says = (code: string | null): string => code ?? 'may leave';
  return {
    title: 'Where the twin is not like the pool',
    sentences: all.map(
      ({ host, vm, pool, twin }) => `${vm} on ${host}: the pool says ${says(pool)}, the twin ${says(twin)}.`,
    ),
  };
}

function spread({ least, median, most }: Spread, show: (value: number) => string): string {
  return least === most ? show(most) : `${show(least)}, ${show(median)}, ${show(most)}`;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
