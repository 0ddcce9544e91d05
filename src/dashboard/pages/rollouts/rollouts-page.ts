/** All rollouts: upgrades of many pools, in waves. */
import { html, type TemplateResult } from 'lit/html.js';
import type { RolloutStatus } from '../../../contract/rollout.js';
import type { Context, Page } from '../../app/context.js';
import { rolloutsInOrder } from '../../model/run-order.js';
import { routeTo } from '../../model/routes.js';
import { rolloutTones } from '../../model/tones.js';
import { count } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card } from '../../parts/card.js';
import { empty } from '../../parts/empty.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';

export function rolloutsPage(context: Context): Page {
  return {
    title: 'Rollouts',
    refresh: () => context.data.rollouts.load(),
    render: () => html`
      ${pageHead({
        title: 'Rollouts',
        lead: 'Upgrades of many pools: canaries first, then in waves, under one set of limits.',
        actions: html`<a class="button first" href="#/plan-rollout">Plan a rollout</a>`,
      })}
      ${loaded(context.data.rollouts, (rollouts) => (rollouts.length === 0 ? none() : html`<div class="cards">${rolloutsInOrder(rollouts).map(rolloutCard)}</div>`))}
    `,
  };
}

function none(): TemplateResult {
  return empty(
    'No rollout yet',
    'Choose its pools, waves, limits and windows here, and look at the plan before anything begins. At the terminal the same is read from a file: drydock rollout plan FILE.',
    html`<a class="button first" href="#/plan-rollout">Plan a rollout</a>`,
  );
}

function rolloutCard(rollout: RolloutStatus): TemplateResult {
  const pools = rollout.waves.flatMap((wave) => wave.pools);
  const done = pools.filter(({ state }) => state === 'done' || state === 'skipped').length;
  return card({
    title: rollout.name,
    aside: badge(rolloutTones[rollout.state], rollout.state),
    content: html`
      <p class="soft">${rollout.reason}</p>
      <progress max=${Math.max(1, pools.length)} value=${done} aria-label="Pools done"></progress>
      <p class="small soft">${done} of ${count(pools.length, 'pool')} in ${count(rollout.waves.length, 'wave')}</p>
      <div class="buttons">
        <a class="button" href=${routeTo('rollouts', [rollout.rollout])}
          >Open<span class="unseen"> ${rollout.name}</span></a
        >
      </div>
    `,
  });
}
