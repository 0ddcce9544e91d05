/** The time axis: a lane for each host, drawn as SVG whose widths are percentages, with the same as a table for those who cannot see it. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit/html.js';
import type { TimelineReply } from '../../../contract/api/timeline.js';
import type { Context } from '../../app/context.js';
import type { InstantFormat } from '../../model/instants.js';
import {
  lanesOf,
  phaseNames,
  type EffectSegment,
  type Lane,
  type Lanes,
  type PhaseSegment,
} from '../../model/lanes.js';
import { span } from '../../model/units.js';
import { card, scrolled } from '../../parts/card.js';

const laneHeight = 38;
const axisHeight = 22;

export function lanesView(timeline: TimelineReply, { instants, now }: Context): TemplateResult | typeof nothing {
  const lanes = lanesOf(timeline, now());
  if (lanes === null) return nothing;
  return card({
    title: 'Over time',
    lead: `Times in ${instants.zone}. Upper bars are phases, the marks below them single steps.`,
    content: html`
      <div class="lanes">
        ${lanes.lanes.map((lane) => laneView(lane, lanes))}
        <span></span>
        ${axis(lanes, instants)}
      </div>
      <ul class="legend">
        ${Object.entries(phaseNames).map(([phase, name]) => html`<li>${swatch(`phase-${phase}`)}${name}</li>`)}
        <li>${swatch('step')}a step</li>
        <li>${swatch('step-failed')}a step that failed</li>
      </ul>
      <details>
        <summary>The steps as a table</summary>
        ${stepTable(timeline, instants)}
      </details>
    `,
  });
}

function laneView(lane: Lane, lanes: Lanes): TemplateResult {
  return html`
    <span class="name" title=${lane.name}
      >${lane.name}${lane.coordinator ? html`<small>coordinator</small>` : nothing}</span
    >
    <svg height=${laneHeight} role="img" aria-label=${laneText(lane)}>
      ${svg`<rect class="lane-back" x="0" y="3" width="100%" height=${laneHeight - 6} rx="4" />`}
      ${lanes.ticks.map(({ x }) => svg`<line class="grid-line" x1="${x}%" x2="${x}%" y1="3" y2=${laneHeight - 3} />`)}
      ${lane.phases.map(phaseRect)} ${lane.effects.map((effect) => effectRect(effect, lane.phases.length === 0))}
      ${lanes.now === null ? nothing : svg`<line class="now-line" x1="${lanes.now}%" x2="${lanes.now}%" y1="0" y2=${laneHeight} />`}
    </svg>
  `;
}

function phaseRect({ phase, x, width, from, to, open, expected }: PhaseSegment): SVGTemplateResult {
  return svg`<rect class="phase-${phase} ${open ? 'phase-open' : ''}" x="${x}%" y="7" width="${width}%" height="14" rx="2"><title>${phaseNames[phase]}: ${span(to - from)}${open ? ' so far' : ''}, planned ${span(expected)}</title></rect>`;
}

function effectRect({ x, width, what, state, from, to, open }: EffectSegment, alone: boolean): SVGTemplateResult {
  const look = state === 'failed' || state === 'unknown' ? `step-${state}` : 'step';
  return svg`<rect class=${look} x="${x}%" y=${alone ? 12 : 25} width="${width}%" height=${alone ? 14 : 6} rx="1.5"><title>${what}: ${state.replace('-', ' ')}, ${span(to - from)}${open ? ' so far' : ''}</title></rect>`;
}

function laneText({ name, phases, effects }: Lane): string {
  const parts = phases.map(
    ({ phase, from, to, open }) => `${phaseNames[phase]} ${span(to - from)}${open ? ' so far' : ''}`,
  );
  return `${name}: ${parts.length === 0 ? `${effects.length} steps` : parts.join(', ')}`;
}

function axis({ ticks, fine, from, to }: Lanes, instants: InstantFormat): TemplateResult {
  const shown =
    ticks.length === 0
      ? [
          { at: from, x: 0 },
          { at: to, x: 100 },
        ]
      : ticks;
  return html`<svg height=${axisHeight} aria-hidden="true">
    ${shown.map(
      ({ at, x }) =>
        svg`<text x="${x}%" y="15" text-anchor=${x < 4 ? 'start' : x > 96 ? 'end' : 'middle'}>${fine ? instants.time(at) : instants.minute(at)}</text>`,
    )}
  </svg>`;
}

function swatch(look: string): TemplateResult {
  return html`<svg aria-hidden="true">${svg`<rect class=${look} width="12" height="12" rx="3" />`}</svg>`;
}

function stepTable({ hosts, pool }: TimelineReply, instants: InstantFormat): TemplateResult {
  const steps = [...pool, ...hosts.flatMap(({ effects }) => effects)].sort((left, right) => left.from - right.from);
  return scrolled(
    'Steps of the run',
    html`
      <table>
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col">Step</th>
            <th scope="col">Result</th>
            <th scope="col" class="number">Took</th>
          </tr>
        </thead>
        <tbody>
          ${steps.map(
            ({ from, to, what, state, reason }) =>
              html`<tr>
                <td class="nobreak">${instants.time(from)}</td>
                <td>${what}</td>
                <td>${state.replace('-', ' ')}${reason === '' ? '' : `: ${reason}`}</td>
                <td class="number">${to === null ? '–' : span(to - from)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `,
  );
}
