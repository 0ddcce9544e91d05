/** One run, live: what it waits for, a lane for each host, where each VM is, what was changed, and the log. */
import { html, type TemplateResult } from 'lit/html.js';
import type { TimelineReply } from '../../../contract/api/timeline.js';
import type { RunStatus } from '../../../contract/run-status.js';
import type { Context, Page } from '../../app/context.js';
import type { Resource } from '../../app/resource.js';
import { routeTo, type Route } from '../../model/routes.js';
import { runTones } from '../../model/tones.js';
import { badge } from '../../parts/badge.js';
import { card } from '../../parts/card.js';
import { pageHead } from '../../parts/head.js';
import { loaded } from '../../parts/loaded.js';
import { changesView } from './changes-view.js';
import { consoleView } from './console-view.js';
import { hostRows } from './host-rows.js';
import { lanesView } from './lanes-view.js';
import { runActionBar } from './run-action-bar.js';
import { runFigures } from './run-figures.js';
import { runLog } from './run-log.js';
import { stoppedNote } from './stopped-note.js';
import { vmTable } from './vm-table.js';

/** Several changes in a second are read once. */
const settle = 700;

export function runPage(context: Context, route: Route): Page {
  const id = route.parts[0] ?? '';
  const timeline = context.resource(() => context.requests.timeline(id));
  const log = runLog(context, id);
  const actions = runActionBar(context);
  const atConsole = consoleView(context, id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const readSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      timeline.load();
      log.load();
    }, settle);
  };
  const view = (run: RunStatus): TemplateResult => html`
    ${pageHead({
      title: `Upgrade of ${run.pool}`,
      above: { name: 'Runs', link: '#/runs' },
      badge: badge(runTones[run.state], run.state),
      lead: run.reason,
      actions: html`${actions.buttons(run)}${readings(id)}`,
    })}
    ${actions.problem()} ${stoppedNote(run)} ${atConsole(run)} ${runFigures(run, context)}
    ${card({ title: 'Hosts', content: hostRows(run, context) })}
    ${loaded(timeline, (value) => timelineViews(value, context))} ${changesView(run)}
    ${card({ title: 'Log', lead: `Times in ${context.instants.zone}.`, content: log.render() })}
  `;
  /** One that ended long ago is in no list: it is read alone, once. */
  let alone: Resource<RunStatus> | undefined;
  const ofList = (runs: readonly RunStatus[]): TemplateResult => {
    const run = runs.find((each) => each.run === id);
    if (run !== undefined) return view(run);
    if (alone === undefined) {
      alone = context.resource(() => context.requests.run(id));
      alone.load();
    }
    return alone.problem?.code === 'RUN_UNKNOWN' ? noSuchRun(id) : loaded(alone, view);
  };
  return {
    title: `Run ${id}`,
    refresh: () => {
      context.data.runs.load();
      timeline.load();
      log.load();
    },
    event: (name, data) => {
      if (name === 'run' && (data as RunStatus).run === id) readSoon();
    },
    leave: () => clearTimeout(timer),
    render: () => html`${loaded(context.data.runs, ofList)}`,
  };
}

function noSuchRun(id: string): TemplateResult {
  return pageHead({ title: 'No such run', lead: `There is no run ${id}.`, above: { name: 'Runs', link: '#/runs' } });
}

function readings(id: string): TemplateResult {
  return html`
    <a class="button" href=${routeTo('runs', [id, 'explain'])}>Explain</a>
    <a class="button" href=${routeTo('runs', [id, 'report'])}>Report</a>
  `;
}

function timelineViews(timeline: TimelineReply, context: Context): TemplateResult {
  return html`${lanesView(timeline, context)}${vmTable(timeline, context)}`;
}
