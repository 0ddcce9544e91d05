/** "Where are my VMs?": home, now, and when each goes home. */
import { html, type TemplateResult } from 'lit/html.js';
import type { TimelineReply } from '../../../contract/api/timeline.js';
import type { Context } from '../../app/context.js';
import { vmRows } from '../../model/vm-rows.js';
import { badge } from '../../parts/badge.js';
import { card, scrolled } from '../../parts/card.js';

export function vmTable({ vms, readAt }: TimelineReply, { instants }: Context): TemplateResult {
  const rows = vmRows(vms);
  return card({
    title: 'Virtual machines',
    lead:
      readAt === null
        ? 'Not read yet since the controller started.'
        : `As the pool told it at ${instants.full(readAt)}.`,
    content:
      rows.length === 0
        ? html`<p class="soft">No VM ran in this pool when it was planned.</p>`
        : scrolled(
            'Virtual machines',
            html`
              <table>
                <thead>
                  <tr>
                    <th scope="col">VM</th>
                    <th scope="col">Place</th>
                    <th scope="col">Home</th>
                    <th scope="col">Now</th>
                    <th scope="col">Goes home</th>
                  </tr>
                </thead>
                <tbody>
                  ${rows.map(
                    (row) =>
                      html`<tr>
                        <th scope="row">${row.name}</th>
                        <td>${badge(row.tone, row.word)}</td>
                        <td>${row.home}</td>
                        <td>${row.now}</td>
                        <td>${row.goesHome === '' ? '–' : row.goesHome}</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            `,
          ),
  });
}
