/** One rollout: its waves with their pools, its limits, and what can be done with it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { RolloutPoolStatus, RolloutStatus } from '../../../contract/rollout.js';
import type { Context, Page } from '../../app/context.js';
import type { Problem } from '../../model/problem.js';
import { rolloutActions, type RolloutAction } from '../../model/rollout-actions.js';
import { routeTo, type Route } from '../../model/routes.js';
import { rolloutPoolTones, rolloutTones, waveTones } from '../../model/tones.js';
import { count, span } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { button, type ButtonView } from '../../parts/button.js';
import { card, scrolled } from '../../parts/card.js';
import { figures } from '../../parts/facts.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { problemNote } from '../../parts/note.js';

export function rolloutPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  let problem: Problem | undefined;
  const act = async (action: RolloutAction): Promise<void> => {
    const { title, says, label, danger, reason, pools, asksOfRuns } = action;
    const choices =
      pools === null ? {} : { choices: { label: 'Pool', of: pools.map((pool) => ({ value: pool, name: pool })) } };
    const ofRuns = asksOfRuns ? { choices: { label: 'Runs under way', of: endsOfRuns } } : {};
    const answer = await context.ask({ title, says, does: label, danger, reason, ...choices, ...ofRuns });
    if (answer === null) return;
    const result = await context.attempt(() =>
      context.requests.commandRollout(id, {
        command: action.command,
        ...(pools === null ? {} : { pool: answer.choice }),
        ...(asksOfRuns ? { runs: answer.choice === 'abort' } : {}),
        ...(answer.reason === '' ? {} : { reason: answer.reason }),
      }),
    );
    problem = result.problem;
    if (result.value === undefined) return;
    context.data.apply('rollout', result.value);
    context.say(`${label}: done. ${result.value.reason}`);
  };
  const actions = (rollout: RolloutStatus): TemplateResult => html`
    ${rolloutActions(rollout).map((action, index) =>
      button({
        label: action.label,
        kind: kindOf(action, index, rollout),
        whyNot: context.whyNot('operator'),
        press: () => void act(action),
      }),
    )}
    <a class="button" href=${routeTo('rollouts', [id, 'report'])}>Report</a>
  `;
  return {
    title: 'Rollout',
    refresh: () => context.data.rollouts.load(),
    render: () =>
      loaded(context.data.rollouts, (rollouts) => {
        const rollout = rollouts.find((each) => each.rollout === id);
        if (rollout === undefined)
          return pageHead({ title: 'No such rollout', above: { name: 'Rollouts', link: '#/rollouts' } });
        return html`
          ${pageHead({
            ...{ title: rollout.name, lead: rollout.reason, above: { name: 'Rollouts', link: '#/rollouts' } },
            ...{ badge: badge(rolloutTones[rollout.state], rollout.state), actions: actions(rollout) },
          })}
          ${problemNote(problem)} ${limits(rollout)} ${rollout.waves.map((wave) => waveCard(wave, context))}
        `;
      }),
  };
}

const endsOfRuns = [
  { value: 'finish', name: 'go on to their end' },
  { value: 'abort', name: 'are aborted too; hosts that install finish' },
];

/** What it waits for stands out; while it goes on by itself, nothing does. */
function kindOf(
  { command, danger }: RolloutAction,
  index: number,
  { state }: RolloutStatus,
): NonNullable<ButtonView['kind']> {
  if (danger) return 'danger';
  return command === 'approve' || (index === 0 && state !== 'running') ? 'first' : '';
}

function limits({ limits: limit, atWork }: RolloutStatus): TemplateResult {
  return card({
    title: 'Limits',
    content: figures([
      ['Pools at work', `${atWork.pools} of ${limit.pools}`],
      [
        'Hosts at work',
        limit.hosts === null ? String(atWork.hosts) : `${atWork.hosts} of ${limit.hosts}`,
        limit.hosts === null ? 'bounded by the pools alone' : 'at a time',
      ],
      [
        'Failures',
        `${atWork.failures} of ${limit.failureBudget}`,
        limit.failureBudget === 0 ? 'the first one stops the rollout' : 'that are let pass',
      ],
    ]),
  });
}

function waveCard(wave: RolloutStatus['waves'][number], context: Context): TemplateResult {
  return card({
    title: wave.name,
    lead: wave.canary ? 'Goes first, all others waiting.' : count(wave.pools.length, 'pool'),
    aside: badge(waveTones[wave.state], wave.state),
    content: scrolled(
      `Pools of ${wave.name}`,
      html`
        <table>
          <thead>
            <tr>
              <th scope="col">Pool</th>
              <th scope="col">State</th>
              <th scope="col">Hosts</th>
              <th scope="col" class="number">Took</th>
              <th scope="col">Why it stands so</th>
            </tr>
          </thead>
          <tbody>
            ${wave.pools.map((pool) => poolRow(pool, context))}
          </tbody>
        </table>
      `,
    ),
  });
}

function poolRow(
  { pool, state, hosts, run, reason, startedAt, endedAt }: RolloutPoolStatus,
  { now }: Context,
): TemplateResult {
  return html`<tr>
    <th scope="row">${run === null ? pool : html`<a href=${routeTo('runs', [run])}>${pool}</a>`}</th>
    <td>${badge(rolloutPoolTones[state], state)}</td>
    <td>
      ${hosts.finished} of ${hosts.total}
      ${hosts.total === 0 ? nothing : html`<progress max=${hosts.total} value=${hosts.finished} aria-label="Hosts of ${pool} that are finished"></progress>`}
    </td>
    <td class="number">${startedAt === null ? '–' : span((endedAt ?? now()) - startedAt)}</td>
    <td>${reason}</td>
  </tr>`;
}
