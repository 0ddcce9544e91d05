/** What looking at the pools has told: what blocks which of them, or the plan, wave by wave, with its forecast. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PlannedPool, RolloutReply } from '../../../contract/rollout.js';
import { blocks, standingWord } from '../../model/findings.js';
import { isBlocked, obstacles, plannedWaves, type PlannedWave } from '../../model/rollout-outcome.js';
import { routeTo } from '../../model/routes.js';
import { standingTones } from '../../model/tones.js';
import { count, roughSpan } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { button } from '../../parts/button.js';
import { card, scrolled } from '../../parts/card.js';

export interface RolloutOutcome {
  readonly reply: RolloutReply;
  readonly fix: boolean;
  /** The names of the waves as they go. */
  readonly waves: readonly string[];
  /** Pools that are worked on at a time. */
  readonly atOnce: number;
  readonly whyNot: string | null;
  readonly start: (rollout: string) => void;
}

export function rolloutPlan(outcome: RolloutOutcome, rollout: string): TemplateResult {
  const { reply, whyNot, start } = outcome;
  const [headline = '', ...lines] = reply.text;
  return card({
    title: 'The plan',
    lead: `${rollout}, frozen as ${(reply.hash ?? '').slice(0, 12)}. Each pool is looked at again when its turn comes.`,
    aside: html`<div class="buttons">
      ${button({ label: 'Start the rollout', kind: 'first', whyNot, press: () => start(rollout) })}
      <a class="button" href=${routeTo('rollouts', [rollout])}>Keep it for later</a>
    </div>`,
    content: html`
      <p class="strong">${headline}</p>
      ${waveTable(outcome)}
      <details>
        <summary>Limits, windows and options, in the words of the controller</summary>
        <ul class="plan-lines">
          ${lines.map((line) => html`<li>${line.trim()}</li>`)}
        </ul>
      </details>
    `,
  });
}

export function blockedPools(outcome: RolloutOutcome): TemplateResult {
  const { reply } = outcome;
  const blocked = reply.pools.filter(isBlocked);
  return card({
    title: 'What the look at the pools has told',
    lead: `No go: ${blocked.length} of ${count(reply.pools.length, 'pool')} cannot be upgraded as they are. Nothing was planned.`,
    content: waveTable(outcome),
  });
}

function waveTable({ reply, waves, atOnce, fix }: RolloutOutcome): TemplateResult {
  return scrolled(
    'Waves',
    html`<table>
      <thead>
        <tr>
          <th scope="col">Pool</th>
          <th scope="col" class="number">Hosts</th>
          <th scope="col" class="number">Takes about</th>
          <th scope="col">Range</th>
          <th scope="col">What was found</th>
        </tr>
      </thead>
      ${plannedWaves(reply, waves, atOnce).map((wave) => waveRows(wave, fix))}
    </table>`,
  );
}

function waveRows({ name, pools, duration }: PlannedWave, fix: boolean): TemplateResult {
  const time = duration === null ? '' : `, about ${roughSpan(duration)} if nothing is waited for`;
  return html`<tbody>
    <tr>
      <th scope="rowgroup" colspan="5" class="group">${name}: ${count(pools.length, 'pool')}${time}</th>
    </tr>
    ${pools.map((pool) => poolRow(pool, fix))}
  </tbody>`;
}

function poolRow(pool: PlannedPool, fix: boolean): TemplateResult {
  const { duration } = pool;
  return html`<tr>
    <th scope="row"><a href=${routeTo('pools', [pool.pool])}>${pool.pool}</a></th>
    <td class="number">${duration === null ? '–' : pool.hosts}</td>
    <td class="number">${duration === null ? '–' : roughSpan(duration.expected)}</td>
    <td>${duration === null ? '–' : `${roughSpan(duration.least)} to ${roughSpan(duration.most)}`}</td>
    <td>${isBlocked(pool) ? badge('bad', 'no go') : badge('good', 'go')} ${findingsOf(pool, fix)}</td>
  </tr>`;
}

function findingsOf(pool: PlannedPool, fix: boolean): TemplateResult {
  const told = obstacles(pool, fix);
  const standing = ({ severity, fixable }: PlannedPool['findings'][number]) =>
    blocks({ severity }) && fixable && fix ? ('to-fix' as const) : severity;
  return html`
    ${told.map((problem) => html`<p>${problem}</p>`)}
    ${
      pool.findings.length === 0
        ? nothing
        : html`<details>
            <summary>${count(pool.findings.length, 'finding')}<span class="unseen"> of ${pool.pool}</span></summary>
            <ul class="rows">
              ${pool.findings.map(
                (finding) =>
                  html`<li>
                    ${badge(standingTones[standing(finding)], standingWord(standing(finding)))}
                    <span class="strong">${finding.title}</span>
                    <span class="soft">${finding.subject}: ${finding.reason}</span>
                  </li>`,
              )}
            </ul>
          </details>`
    }
  `;
}
