/** What is done with each VM while its host is upgraded, where it is not what the pool's tags and the configuration say. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { live } from 'lit/directives/live.js';
import type { PoolReading } from '../../../contract/api/pools.js';
import { vmPolicies, type StartChoice, type VmPolicy } from '../../model/start-choice.js';
import { count } from '../../model/units.js';
import { scrolled } from '../../parts/card.js';
import { tick } from '../../parts/field.js';

export interface VmChoice {
  readonly reading: PoolReading;
  readonly choice: StartChoice;
  /** What is looked for, where there are many. */
  readonly filter: string;
  readonly filtered: (filter: string) => void;
  readonly changed: (choice: StartChoice) => void;
}

/** More rows than this nobody reads; the rest is found by name. */
const mostRows = 40;

const words: Readonly<Record<VmPolicy, string>> = {
  migrate: 'migrate it',
  stop: 'shut it down, start it after',
  suspend: 'suspend it, resume it after',
  leave: 'leave it to me',
};

export function vmChoice({ reading, choice, filter, filtered, changed }: VmChoice): TemplateResult {
  const { vms, hosts } = reading;
  const wanted = filter.trim().toLowerCase();
  const found = vms
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .sort((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }));
  return html`
    <details>
      <summary>VMs: ${summaryOf(choice)}</summary>
      <div class="stack">
        <p class="soft">
          Each VM is migrated unless a tag of it, the configuration, or you say otherwise. What you say here wins.
        </p>
        ${tick({
          label: 'VMs that are to be suspended may be',
          more: 'Without it, a VM with that policy or tag blocks the plan.',
          value: choice.allowSuspend,
          changed: (allowSuspend) => changed({ ...choice, allowSuspend }),
        })}
        ${
          vms.length <= 10
            ? nothing
            : html`<div class="field">
                <label for="start-vm-filter">Find a VM</label>
                <input
                  id="start-vm-filter"
                  type="search"
                  .value=${filter}
                  @input=${(event: Event) => filtered((event.target as HTMLInputElement).value)}
                />
              </div>`
        }
        ${found.length === 0 ? html`<p class="soft">${vms.length === 0 ? 'No VM is running.' : 'No VM has that in its name.'}</p>` : table()}
        ${
          found.length <= mostRows
            ? nothing
            : html`<p class="soft">${count(found.length - mostRows, 'more VM')}: find them by name.</p>`
        }
      </div>
    </details>
  `;

  function table(): TemplateResult {
    return scrolled(
      'VMs',
      html`<table>
        <thead>
          <tr>
            <th scope="col">VM</th>
            <th scope="col">On</th>
            <th scope="col">For the turn of its host</th>
            <th scope="col">If it does not shut down</th>
          </tr>
        </thead>
        <tbody>
          ${found.slice(0, mostRows).map(row)}
        </tbody>
      </table>`,
    );
  }

  function row({ uuid, name, host }: PoolReading['vms'][number]): TemplateResult {
    const chosen = choice.vmPolicies.get(uuid);
    return html`<tr>
      <th scope="row">${name === '' ? uuid : name}</th>
      <td>${hosts.find((each) => each.uuid === host)?.name ?? '–'}</td>
      <td>
        <select
          aria-label="What is done with ${name}"
          @change=${(event: Event) => changed(withPolicy(choice, uuid, (event.target as HTMLSelectElement).value))}
        >
          <option value="" ?selected=${chosen === undefined} .selected=${live(chosen === undefined)}>
            as its tag or the configuration says
          </option>
          ${vmPolicies.map((policy) => html`<option value=${policy} ?selected=${chosen === policy} .selected=${live(chosen === policy)}>${words[policy]}</option>`)}
        </select>
      </td>
      <td>
        ${tick({
          label: html`pull its plug<span class="unseen">: ${name}</span>`,
          value: choice.hardStop.includes(uuid),
          changed: (may) => changed(withHardStop(choice, uuid, may)),
        })}
      </td>
    </tr>`;
  }
}

function withPolicy(choice: StartChoice, uuid: string, value: string): StartChoice {
  const policy = vmPolicies.find((known) => known === value);
  const policies = new Map(choice.vmPolicies);
  if (policy === undefined) policies.delete(uuid);
  else policies.set(uuid, policy);
  return { ...choice, vmPolicies: policies };
}

function withHardStop(choice: StartChoice, uuid: string, may: boolean): StartChoice {
  const others = choice.hardStop.filter((each) => each !== uuid);
  return { ...choice, hardStop: may ? [...others, uuid] : others };
}

function summaryOf({ vmPolicies: policies, hardStop, allowSuspend }: StartChoice): string {
  const parts = [
    ...(policies.size === 0 ? [] : [`${count(policies.size, 'policy', 'policies')} of yours`]),
    ...(hardStop.length === 0 ? [] : [`the plug of ${hardStop.length} may be pulled`]),
    ...(allowSuspend ? ['may be suspended'] : []),
  ];
  return parts.length === 0 ? 'as their tags and the configuration say' : parts.join(', ');
}
