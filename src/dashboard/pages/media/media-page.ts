/** The media in the store, the ways to get one there, and the imports that are under way. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { MediumSummary } from '../../../contract/api/media.js';
import type { Context, Page } from '../../app/context.js';
import { checkVerdict, layoutName, signatureVerdict } from '../../model/medium-view.js';
import { routeTo } from '../../model/routes.js';
import { bytes, count } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card, scrolled } from '../../parts/card.js';
import { empty } from '../../parts/empty.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { importForm } from './import-form.js';
import { jobList } from './job-list.js';

export function mediaPage(context: Context): Page {
  const form = importForm(context);
  return {
    title: 'Media',
    refresh: () => {
      context.data.media.load();
      context.data.jobs.load();
    },
    render: () => html`
      ${pageHead({ title: 'Media', lead: 'What hosts are installed from: verified at import, kept as it was, hashed again from time to time.' })}
      ${jobList(context, () => true)}
      ${loaded(context.data.media, (media) => (media.length === 0 ? none() : card({ title: 'In the store', content: table(media, context) })))}
      ${form()}
    `,
  };
}

function none(): TemplateResult {
  return empty(
    'No media yet',
    'Import the ISO of the release that you want to upgrade to. Drydock reads it, verifies every package of it, and serves it to the hosts of a run.',
  );
}

function table(media: readonly MediumSummary[], context: Context): TemplateResult {
  return scrolled(
    'Media in the store',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Medium</th>
            <th scope="col">Release</th>
            <th scope="col" class="number">Size</th>
            <th scope="col">Publisher</th>
            <th scope="col">Last look</th>
            <th scope="col">Imported</th>
          </tr>
        </thead>
        <tbody>
          ${media.map((medium) => row(medium, context))}
        </tbody>
      </table>
    `,
  );
}

function row(medium: MediumSummary, { instants }: Context): TemplateResult {
  const signature = signatureVerdict(medium.signature);
  const check = checkVerdict(medium.lastCheck);
  return html`
    <tr>
      <th scope="row">
        <a href=${routeTo('media', [medium.id])}>${medium.id}</a>
        ${medium.aliases.length === 0 ? nothing : html`<br /><small class="soft">also ${medium.aliases.join(', ')}</small>`}
        ${medium.inUse.length === 0 ? nothing : html`<br />${badge('busy', 'in use')}`}
      </th>
      <td>
        ${medium.product.name} ${medium.product.version}<br /><small class="soft">${layoutName(medium.layout)}</small>
      </td>
      <td class="number">${bytes(medium.bytes)}<br /><small class="soft">${count(medium.files, 'file')}</small></td>
      <td>${badge(signature.tone, signature.word)}</td>
      <td>${badge(check.tone, check.word)}</td>
      <td>
        ${instants.full(medium.importedAt)}<br /><small class="soft"
          >by ${medium.importedBy ?? 'nobody recorded'}</small
        >
      </td>
    </tr>
  `;
}
