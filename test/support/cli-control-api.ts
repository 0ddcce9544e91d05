/** A controller that answers from a script, for the tests of the control socket and of the commands that use it. */
import { controlContractVersion, type ControlApi, type RunCommand } from '../../src/contract/control.js';
import { DrydockError } from '../../src/shared/errors/drydock-error.js';
import type { RunStatus } from '../../src/contract/run-status.js';
import { runStatus } from './cli-runs.js';
import { scriptedRollouts } from './cli-rollouts.js';

export interface ScriptedController extends ControlApi {
  readonly commands: { readonly run: string; readonly command: RunCommand }[];
}

/** `pictures`: what each look at the run gives; the last one stays. */
export function scriptedController(pictures: readonly RunStatus[] = [runStatus()]): ScriptedController {
  const left = [...pictures];
  const commands: ScriptedController['commands'] = [];
  const current = (): RunStatus => left[0] ?? runStatus();
  const known = (id: string): void => {
    if (id !== current().run) throw new DrydockError('RUN_UNKNOWN', { attempted: 'looking up a run', subject: id });
  };
  return {
    commands,
    status: () =>
      Promise.resolve({
        contract: controlContractVersion,
        version: '0.1.0',
        pid: 1,
        startedAt: 0,
        openRuns: [current().run],
      }),
    check: (request) => Promise.resolve({ pool: request.pool, media: request.media, results: [], blocked: false }),
    plan: (request) =>
      Promise.resolve({
        run: request.fix ? 'run-1' : null,
        hash: request.fix ? 'a'.repeat(64) : null,
        check: {
          pool: request.pool,
          media: request.media,
          results: [
            {
              id: 'ha-off',
              severity: request.fix ? 'notice' : 'failure',
              subject: request.pool,
              title: 'HA is off',
              reason: 'HA is on',
              remedy: 'Switch HA off',
              fixable: true,
            },
          ],
          blocked: !request.fix,
        },
        text: request.fix ? ['xs-1 goes first'] : [],
        status: request.fix ? current() : null,
      }),
    runs: () => Promise.resolve({ runs: [current()], next: null }),
    run: async (id) => {
      await Promise.resolve();
      known(id);
      const shown = current();
      if (left.length > 1) left.shift();
      return shown;
    },
    command: async (run, command) => {
      await Promise.resolve();
      known(run);
      commands.push({ run, command });
      return current();
    },
    report: (_id, format) => Promise.resolve(format === 'json' ? '{"run":"run-1"}' : '# run-1\n'),
    console: () => Promise.resolve({ host: null, name: null, address: null, rebootBy: null, lines: ['none'] }),
    explain: () => Promise.resolve('It waits.\n'),
    testNotifications: (channel) =>
      Promise.resolve([
        {
          channel: channel ?? 'on-call',
          kind: 'webhook',
          destination: 'https://hooks.example',
          taken: channel !== 'broken',
          answer: 'HTTP 200',
        },
      ]),
    rollouts: scriptedRollouts(),
    stop: () => Promise.resolve(),
  };
}
