/** The way from nothing to the first upgrade, while there is nothing yet: each step says whether it is done. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Data } from '../../app/data.js';
import { badge } from '../../parts/badge.js';
import { card } from '../../parts/card.js';

export function firstSteps({ media, pools }: Data): TemplateResult {
  const hasMedia = (media.value?.length ?? 0) > 0;
  const hasPools = (pools.value?.length ?? 0) > 0;
  return card({
    title: 'First steps',
    lead: 'From an installation ISO to an upgraded pool, in this order.',
    content: html`
      <ol class="rows">
        ${step(
          'Import an installation medium',
          'Drydock verifies every file of it before any host sees it.',
          hasMedia,
          html`<a class="button ${hasMedia ? '' : 'first'}" href="#/media">Go to media</a>`,
        )}
        ${step(
          'Make a pool known',
          html`Its address, its password, and a look at the fingerprint of its certificate. To practise without a pool,
            at the terminal: <code>drydock simulate</code>.`,
          hasPools,
          html`<a class="button" href="#/add-pool">Add a pool</a>`,
        )}
        ${step(
          'Check, plan and start',
          'Nothing is changed before you have seen the plan and said yes.',
          false,
          html`<a class="button" href="#/start">Start an upgrade</a>`,
        )}
      </ol>
    `,
  });
}

function step(title: string, text: string | TemplateResult, isDone: boolean, action: TemplateResult): TemplateResult {
  return html`
    <li class="finding">
      ${isDone ? badge('good', 'done') : badge('quiet', 'to do')}
      <div>
        <p class="strong">${title}</p>
        <p class="soft">${text}</p>
      </div>
      <div class="buttons">${action}</div>
    </li>
  `;
}
