/** docs/failures.md: the table of faults by step, as the suite of scenarios proves it, and the next action of each kind. */
import { hostFailures } from '../../src/contract/run-status.js';
import { nextActions } from '../../src/controller/run/next-actions.js';
import {
  calls,
  callRows,
  hostRows,
  roles,
  type RoleName,
  stepRows,
  steps,
  type CallName,
  type Outcome,
  type StepName,
} from '../../test/support/fault-table/table.js';
import { generatedNote, markdownTable } from './markdown.js';

export function failuresPage(): string {
  const stepNames = Object.keys(steps) as StepName[];
  const roleNames = Object.keys(roles) as RoleName[];
  const callNames = Object.keys(calls) as CallName[];
  return [
    generatedNote,
    '# Failures',
    '',
    'What becomes of an upgrade when something goes wrong, by when it goes wrong. Each cell is an upgrade of three simulated hosts in which exactly that',
    'happens, run in CI (`test/simulations/faults`), with all [invariants](architecture.md#invariants) looked at; so are pairs of them, drawn from a seed. *done*: the',
    'run went on by itself, all three hosts are upgraded, and the pool is as it was, or what is not is listed. A word in code is the kind of failure for which the run stopped before the next host; its next action stands',
    'below, and at more length in [operating](operating.md). *refused*: the check names it, and nothing was begun.',
    '',
    '## Something happens to the pool',
    '',
    markdownTable(
      ['what happens', ...stepNames.map((name) => steps[name].means)],
      stepRows.map(({ means, cells }) => [means, ...stepNames.map((name) => shown(cells[name]))]),
    ),
    '',
    '## Something happens to the host whose turn it is',
    '',
    markdownTable(
      ['what happens (% is the host)', ...roleNames.map((name) => roles[name].means)],
      hostRows.map(({ means, cells }) => [means, ...roleNames.map((name) => shown(cells[name]))]),
    ),
    '',
    '## A call fails',
    '',
    'The percent sign stands for the call. What is done again by itself, and what is not, is in [effects](effects.md).',
    '',
    markdownTable(
      ['what happens', ...callNames.map((name) => calls[name].means)],
      callRows.map(({ means, cells }) => [means, ...callNames.map((name) => shown(cells[name]))]),
    ),
    '',
    '## The kinds of failure',
    '',
    markdownTable(
      ['kind', 'next action'],
      hostFailures.map((kind) => [`[\`${kind}\`](operating.md#${kind})`, nextActions[kind]]),
    ),
    '',
  ].join('\n');
}

function shown(outcome: Outcome): string {
  const [word = '', rest = ''] = outcome.split(': ');
  if (word === 'done') return 'done';
  if (word === 'refused') return `refused: ${rest}`;
  return rest === '' ? 'stopped' : `\`${rest}\``;
}
