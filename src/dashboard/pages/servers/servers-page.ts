/** What goes through the media server: the addresses for hosts, the bytes on their way, who reads, and what failed. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ProtocolFigures, ServersReply, ShownGrant } from '../../../contract/api/servers.js';
import type { Context, Page } from '../../app/context.js';
import { grantTones } from '../../model/tones.js';
import { bytes, count, percent, rate } from '../../model/units.js';
import { badge } from '../../parts/badge.js';
import { card, scrolled } from '../../parts/card.js';
import { empty } from '../../parts/empty.js';
import { figures } from '../../parts/facts.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { note } from '../../parts/note.js';
import '../../parts/throughput-chart.js';

export function serversPage(context: Context): Page {
  return {
    title: 'Servers',
    refresh: () => context.data.servers.load(),
    render: () => html`
      ${pageHead({ title: 'Servers', lead: 'What hosts read from, and what they read now.' })}
      ${loaded(context.data.servers, (servers) => serversView(servers, context))}
    `,
  };
}

function serversView(servers: ServersReply, context: Context): TemplateResult {
  if (!servers.running) {
    return note({
      tone: 'bad',
      title: 'The media server does not answer',
      text: servers.reason ?? 'Start it with drydock serve.',
    });
  }
  return html`
    ${card({ title: 'Throughput', lead: 'All protocols together, since this page was opened.', content: throughputView(servers, context) })}
    ${card({
      title: 'Addresses for hosts',
      lead: 'For people and for XenCenter, append media/ID/. A run gives each host an address of its own.',
      content: addresses(servers),
    })}
    ${card({ title: 'Who reads', lead: 'Addresses of hosts that have not ended. The addresses themselves are secrets and are not shown.', content: grants(servers.grants, context) })}
    ${card({ title: 'By protocol', content: protocols(servers.protocols) })}
    ${card({ title: 'Failed requests of hosts', content: failures(servers, context) })}
  `;
}

function throughputView(servers: ServersReply, { data: { throughput }, instants }: Context): TemplateResult {
  const sum = (of: (figures: ProtocolFigures) => number): number =>
    servers.protocols.reduce((total, each) => total + of(each), 0);
  const errors = sum(({ requests }) => requests.failed);
  return html`
    ${figures(
      [
        ['Now', rate(throughput.rate.at(-1) ?? 0)],
        [
          'Connections',
          String(sum(({ connections }) => connections)),
          count(
            sum(({ transfers }) => transfers),
            'transfer',
          ),
        ],
        [
          'Sent in all',
          bytes(sum(({ sentBytes }) => sentBytes)),
          servers.startedAt === null ? undefined : `since ${instants.full(servers.startedAt)}`,
        ],
        ['Errors', String(errors), errors === 0 ? 'none' : 'see below'],
      ].map(([name = '', value = '', beside]) =>
        beside === undefined ? ([name, value] as const) : ([name, value, beside] as const),
      ),
    )}
    <throughput-chart
      .series=${throughput}
      role="img"
      aria-label="Throughput, now ${rate(throughput.rate.at(-1) ?? 0)}"
    ></throughput-chart>
  `;
}

function addresses({ endpoints }: ServersReply): TemplateResult {
  if (endpoints.length === 0)
    return html`<p class="soft">It listens nowhere. See the section servers of the configuration.</p>`;
  return html`
    <ul class="rows">
      ${endpoints.map(
        ({ protocol, url, address }) =>
          html`<li class="buttons">
            <span class="strong">${protocol.toUpperCase()}</span> <code>${url}</code>
            ${address.startsWith('127.') ? badge('care', 'this machine only') : nothing}
          </li>`,
      )}
    </ul>
    ${
      endpoints.every(({ address }) => address.startsWith('127.'))
        ? html`<p class="soft">
            It listens on loopback alone: no host can reach it. Set <code>servers.http.address</code> in the
            configuration.
          </p>`
        : nothing
    }
  `;
}

function grants(list: readonly ShownGrant[], context: Context): TemplateResult {
  if (list.length === 0) return html`<p class="soft">No host has an address now: none is being upgraded.</p>`;
  return scrolled(
    'Who reads',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Host</th>
            <th scope="col">Pool</th>
            <th scope="col">Medium</th>
            <th scope="col">Address is</th>
            <th scope="col" class="number">Packages</th>
            <th scope="col" class="number">Bytes</th>
            <th scope="col" class="number">Rate</th>
            <th scope="col">Last request (${context.instants.zone})</th>
          </tr>
        </thead>
        <tbody>
          ${list.map((grant) => grantRow(grant, context))}
        </tbody>
      </table>
    `,
  );
}

function grantRow(
  { host, pool, media, state, progress, observable, mirror }: ShownGrant,
  { instants }: Context,
): TemplateResult {
  const seen = observable
    ? html`<td class="number">
          ${progress.packages} of ${progress.totalPackages}${mirror === undefined ? '' : ' begun'}
        </td>
        <td class="number">${bytes(progress.bytes)} (${percent(progress.bytes, progress.totalBytes)} %)</td>
        <td class="number">${rate(progress.rate)}</td>
        <td>${progress.lastRequestAt === null ? 'none yet' : instants.time(progress.lastRequestAt)}</td>`
    : html`<td colspan="4" class="soft">
        reads ${mirror === undefined ? 'over NFS' : `at the mirror ${mirror.name}`}, where nothing of it can be seen
      </td>`;
  return html`<tr>
    <th scope="row">${host.name}</th>
    <td>${pool}</td>
    <td>${media}</td>
    <td>${badge(grantTones[state], state)}</td>
    ${seen}
  </tr>`;
}

function protocols(list: readonly ProtocolFigures[]): TemplateResult {
  if (list.length === 0) return html`<p class="soft">Nothing was measured yet.</p>`;
  return scrolled(
    'By protocol',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Protocol</th>
            <th scope="col" class="number">Connections</th>
            <th scope="col" class="number">Sent</th>
            <th scope="col" class="number">Answered</th>
            <th scope="col" class="number">Refused</th>
            <th scope="col" class="number">Failed</th>
            <th scope="col">Turned away, and why</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            ({ protocol, connections, sentBytes, requests, refusals }) =>
              html`<tr>
                <th scope="row">${protocol.toUpperCase()}</th>
                <td class="number">${connections}</td>
                <td class="number">${bytes(sentBytes)}</td>
                <td class="number">${requests.ok + requests.redirected}</td>
                <td class="number">${requests.refused}</td>
                <td class="number">${requests.failed}</td>
                <td>
                  ${refusals.length === 0 ? 'none' : refusals.map(({ reason, count: of }) => `${reason}: ${of}`).join(', ')}
                </td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  );
}

function failures({ failures: list }: ServersReply, { instants }: Context): TemplateResult {
  if (list.length === 0)
    return empty(
      'No request of a host has failed',
      'If one does, it stands here with what was asked for and what was answered.',
    );
  return scrolled(
    'Failed requests',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">When (${instants.zone})</th>
            <th scope="col">Host</th>
            <th scope="col">From</th>
            <th scope="col">Asked for</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          ${list.map(
            (failure) =>
              html`<tr>
                <td class="nobreak">${instants.time(failure.at)}</td>
                <th scope="row">${failure.host}</th>
                <td>${failure.client}, ${failure.protocol.toUpperCase()}</td>
                <td class="break"><code>${failure.path}</code></td>
                <td>${failure.status}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  );
}
