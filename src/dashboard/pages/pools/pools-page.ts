/** The known pools, with what the last check of each found and whether a run has it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { PoolLine } from '../../../contract/api/pools.js';
import type { Context, Page } from '../../app/context.js';
import { routeTo } from '../../model/routes.js';
import { runTones } from '../../model/tones.js';
import { count } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card } from '../../parts/card.js';
import { empty } from '../../parts/empty.js';
import { facts } from '../../parts/facts.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';

export function poolsPage(context: Context): Page {
  return {
    title: 'Pools',
    refresh: () => context.data.pools.load(),
    render: () => html`
      ${pageHead({
        title: 'Pools',
        lead: 'Pools and standalone hosts that Drydock knows.',
        actions: html`<a class="button" href="#/add-pool">Add a pool</a>
          <a class="button first" href="#/start">Start an upgrade</a>`,
      })}
      ${loaded(context.data.pools, (pools) => (pools.length === 0 ? none() : html`<div class="cards">${pools.map((pool) => poolCard(pool, context))}</div>`))}
    `,
  };
}

function none(): TemplateResult {
  return empty(
    'No pool is known yet',
    'An administrator makes it known: its address, its password, and a look at the fingerprint of its certificate. The same at the terminal: drydock pool add. To practise: drydock simulate.',
    html`<a class="button first" href="#/add-pool">Add a pool</a>`,
  );
}

function poolCard(pool: PoolLine, context: Context): TemplateResult {
  const run = context.data.runs.value?.find((each) => each.run === pool.run);
  return card({
    title: pool.name,
    ...(run === undefined ? {} : { aside: badge(runTones[run.state], run.state) }),
    content: html`
      ${facts([
        [
          'Addresses',
          pool.addresses.slice(0, 3).join(', ') +
            (pool.addresses.length > 3 ? ` and ${pool.addresses.length - 3} more` : ''),
        ],
        ['Last check', lastCheck(pool, context)],
      ])}
      <div class="buttons">
        <a class="button" href=${routeTo('pools', [pool.name])}>Open<span class="unseen"> ${pool.name}</span></a>
        ${
          pool.run === null
            ? html`<a class="button" href=${routeTo('start', [], { pool: pool.name })}
                >Upgrade<span class="unseen"> ${pool.name}</span></a
              >`
            : html`<a class="button" href=${routeTo('runs', [pool.run])}
                >Its run<span class="unseen">, ${pool.name}</span></a
              >`
        }
      </div>
    `,
  });
}

function lastCheck({ lastCheck: last }: PoolLine, { instants }: Context): TemplateResult | string {
  if (last === null) return 'none since the controller started';
  const parts = [
    ...(last.failures > 0 ? [count(last.failures, 'failure')] : []),
    ...(last.unknown > 0 ? [`${last.unknown} unknown`] : []),
    ...(last.warnings > 0 ? [count(last.warnings, 'warning')] : []),
  ];
  return html`${last.blocked ? badge('bad', 'no go') : badge('good', 'go')} ${parts.join(', ')}
    <small class="soft nobreak">${instants.full(last.at)}</small>${nothing}`;
}
