/** Which hosts, and in which order. Nothing need be chosen: Drydock's own order has the fewest migrations. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { PoolReading } from '../../../contract/api/pools.js';
import { hostsInOrder, placedAt, type StartChoice } from '../../model/start-choice.js';
import { button } from '../../parts/button.js';
import { tick } from '../../parts/field.js';

export interface HostChoice {
  readonly reading: PoolReading;
  readonly choice: StartChoice;
  readonly changed: (choice: StartChoice) => void;
}

type Host = PoolReading['hosts'][number];

export function hostChoice({ reading, choice, changed }: HostChoice): TemplateResult {
  const hosts = hostsInOrder(reading.hosts, choice.order);
  return html`
    <details>
      <summary>Hosts: ${summaryOf(reading, choice)}</summary>
      <div class="stack">
        <p class="soft">
          The coordinator goes first in any case. Leave the others to Drydock, which takes the order with the fewest
          migrations, or put them in your own.
        </p>
        <ol class="rows">
          ${hosts.map((host) => html`<li>${row(host)}</li>`)}
        </ol>
        ${
          choice.order.length === 0
            ? nothing
            : html`<div class="buttons">
                ${button({ label: 'Back to the order of Drydock', little: true, press: () => changed({ ...choice, order: [] }) })}
              </div>`
        }
      </div>
    </details>
  `;

  function row(host: Host): TemplateResult {
    const { uuid, name, coordinator } = host;
    const isLeftOut = choice.leftOut.includes(uuid);
    return html`
      <div class="line">
        ${tick({
          ...{ label: name, value: !isLeftOut },
          more: `${coordinator ? 'coordinator, ' : ''}${host.versions.product ?? 'version unknown'}`,
          changed: (isIn) => changed({ ...choice, leftOut: without(choice.leftOut, uuid, !isIn) }),
        })}
        ${coordinator ? html`<span class="soft">goes first</span>` : turnOf(host)}
      </div>
    `;
  }

  function turnOf({ uuid, name }: Host): TemplateResult {
    const at = hosts.findIndex((host) => host.uuid === uuid);
    const first = hosts.filter((host) => host.coordinator).length;
    return html`
      <select
        class="narrow"
        aria-label="Turn of ${name}"
        @change=${(event: Event) => changed({ ...choice, order: placedAt(hosts, uuid, Number((event.target as HTMLSelectElement).value)) })}
      >
        ${hosts.map((_host, place) => (place < first ? nothing : html`<option value=${place} ?selected=${place === at} .selected=${live(place === at)}>turn ${place + 1}</option>`))}
      </select>
    `;
  }
}

function summaryOf({ hosts }: PoolReading, { leftOut, order }: StartChoice): string {
  const number = hosts.length - leftOut.length;
  const which = leftOut.length === 0 ? `all ${hosts.length}` : `${number} of ${hosts.length}`;
  return `${which}, ${order.length === 0 ? 'in the order of Drydock' : 'in your order'}`;
}

function without(list: readonly string[], uuid: string, isIn: boolean): readonly string[] {
  const others = list.filter((each) => each !== uuid);
  return isIn ? [...others, uuid] : others;
}
