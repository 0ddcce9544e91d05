/** The hosts of a pool as it tells them now. */
import { html, type TemplateResult } from 'lit/html.js';
import type { PoolReading } from '../../../contract/api/pools.js';
import type { Tone } from '../../model/tones.js';
import { badge } from '../../parts/badge.js';
import { scrolled } from '../../parts/card.js';

type PoolHost = PoolReading['hosts'][number];

export function hostTable({ hosts }: PoolReading): TemplateResult {
  return scrolled(
    'Hosts',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">Version</th>
            <th scope="col">xapi</th>
            <th scope="col">Xen</th>
            <th scope="col" class="number">VMs</th>
          </tr>
        </thead>
        <tbody>
          ${coordinatorFirst(hosts).map(row)}
        </tbody>
      </table>
    `,
  );
}

function coordinatorFirst(hosts: readonly PoolHost[]): readonly PoolHost[] {
  return [...hosts].sort(
    (left, right) =>
      Number(right.coordinator) - Number(left.coordinator) ||
      left.name.localeCompare(right.name, 'en', { numeric: true }),
  );
}

function row(host: PoolHost): TemplateResult {
  const { brand, product, build, xapi, xen } = host.versions;
  const [tone, word] = stateOf(host);
  return html`
    <tr>
      <th scope="row">${host.name}<br /><small class="soft">${host.address}</small></th>
      <td>${host.coordinator ? 'coordinator' : 'member'}</td>
      <td>${badge(tone, word)}</td>
      <td>${brand ?? ''} ${product ?? 'unknown'}<br /><small class="soft break">${build ?? ''}</small></td>
      <td class="nobreak">${xapi ?? '–'}</td>
      <td class="nobreak">${xen ?? '–'}</td>
      <td class="number">${host.guests}</td>
    </tr>
  `;
}

function stateOf({ live, enabled }: PoolHost): readonly [Tone, string] {
  if (live === false) return ['bad', 'not live'];
  if (!enabled) return ['care', 'disabled'];
  return live === null ? ['quiet', 'unknown'] : ['good', 'in service'];
}
