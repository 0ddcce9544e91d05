/** The steps of the demo, each with a line of what it shows; whatever happens, nothing is left running. */
import { rm } from 'node:fs/promises';
import { controlClient } from '../../contract/control-client.js';
import type { ControlApi } from '../../contract/control.js';
import type { RunStatus } from '../../contract/run-status.js';
import { openPoolStore } from '../../daemon/pools/pool-store.js';
import { practiceRecord, startPracticePool, type PracticePool } from '../../daemon/practice/practice-pool.js';
import { startBoth, type ServeState } from '../../daemon/serve/start-both.js';
import { stopBoth } from '../../daemon/serve/stop-both.js';
import { stateLayout } from '../../daemon/state-layout.js';
import { importMedia, type ImportOutcome } from '../../media/import-media.js';
import { writeFileDurably } from '../../shared/durable-files.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import type { CommandContext, CommandResult } from '../command.js';
import { endpointUrl } from '../../contract/endpoint-url.js';
import { checkLines, checkSummary } from '../output/check-view.js';
import { count, duration } from '../output/units.js';
import { followRun } from '../runs/follow-run.js';
import { compareOverFtp } from './compare-over-ftp.js';
import { demoPool, openDemoSite, type DemoSite } from './demo-site.js';

/** Hosts that take seconds where real ones take half an hour, and a controller that looks often enough to see it. */
const demoSpeed = 400;
const demoPace = 0.1;

export async function runDemo(keep: string | undefined, context: CommandContext): Promise<CommandResult> {
  const startedAt = context.surroundings.clock.now();
  const site = await openDemoSite(keep, context.surroundings.workingFolder);
  const say = (line: string): void => context.progress.say(line);
  say(`everything happens in ${site.folder}, on loopback`);
  let pool: PracticePool | undefined;
  try {
    const imported = await importMedia({ source: site.image, mediaCache: site.settings.media.cache, signal: context.surroundings.signal });
    say(`imported ${imported.summary.id}: ${count(imported.summary.files, 'file')}, every one of ${count(imported.summary.verified.packages, 'package')} verified`);
    const served = await startBoth(site.settings, demoPace);
    await showServed(served, imported, context);
    pool = await startPracticePool({ hosts: 3, vms: 4, release: 'xcp-ng-8.2', speed: demoSpeed, faults: [], haEnabled: true, folder: site.folder });
    await openPoolStore(stateLayout(site.settings.state).pools).add(practiceRecord(demoPool, pool, startedAt));
    say('a pool of three simulated hosts with four running VMs and HA on is known as "practice"');
    const run = await upgrade(site, imported.summary.id, context);
    return await conclude(site, run, startedAt, context);
  } finally {
    // Ctrl-C ends here as well; the demo's hosts are simulated, so that nothing is lost when they are cut off.
    await stopBoth(site.settings, 'the demo is over');
    await pool?.simulator.stop();
    if (keep === undefined) await clearUp(site);
  }
}

async function showServed(served: ServeState, imported: ImportOutcome, context: CommandContext): Promise<void> {
  const { endpoints } = served.mediaServer;
  for (const endpoint of endpoints) context.progress.say(`serving ${endpointUrl(endpoint)}media/${imported.summary.id}/`);
  const path = await compareOverFtp(imported.manifest, endpoints, context.surroundings.signal);
  context.progress.say(`read ${path} over FTP: the same bytes as in the manifest`);
}

async function upgrade(site: DemoSite, media: string, context: CommandContext): Promise<CommandResult> {
  const controller = controllerOf(site);
  const by = context.surroundings.user;
  const reply = await controller.plan({
    ...{ pool: demoPool, media, order: [], only: [], accept: [], fix: true, approveEachHost: false, soakMinutes: 0, by },
  });
  const lines = reply.check.blocked ? checkLines(reply.check) : [checkSummary(reply.check)];
  for (const line of lines) context.progress.say(line);
  if (reply.run === null) return { document: reply, lines: [], exitCode: exitCodes.assessmentsBlock };
  for (const line of reply.text) context.progress.say(`  ${line}`);
  await controller.command(reply.run, { command: 'start', by });
  return followRun(controller, reply.run, context, { started: true, lines: true });
}

async function conclude(site: DemoSite, result: CommandResult, startedAt: number, context: CommandContext): Promise<CommandResult> {
  const run = result.document as RunStatus;
  if (result.exitCode === exitCodes.assessmentsBlock) return result;
  await writeFileDurably(site.report, await controllerOf(site).report(run.run, 'markdown'), 0o600);
  const took = context.surroundings.clock.now() - startedAt;
  return {
    document: { run, report: site.report, milliseconds: took },
    lines: [...result.lines, `${run.state} after ${duration(took)}; the report is in ${site.report}`],
    exitCode: result.exitCode ?? exitCodes.done,
  };
}

function controllerOf(site: DemoSite): ControlApi {
  return controlClient({ socketPath: stateLayout(site.settings.state).controllerSocket });
}

/** The report stays, and the logs where there is none: something went wrong then. */
async function clearUp(site: DemoSite): Promise<void> {
  await rm(site.settings.media.cache, { recursive: true, force: true });
}
