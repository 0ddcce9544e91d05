/** notify test: sends a test by each channel that is configured, and says what came back. */
import { Option } from 'commander';
import { z } from 'zod';
import type { ChannelTest } from '../../../contract/notify.js';
import { notifyParts } from '../../../daemon/notify/notify-parts.js';
import { DrydockError } from '../../../shared/errors/drydock-error.js';
import { exitCodes } from '../../../shared/errors/error-code.js';
import { defineCommand, type CommandContext } from '../../command.js';
import { controllerOf } from '../../runs/controller.js';

export const notifyTest = defineCommand({
  name: 'notify test',
  summary: 'send a test by the channels of notify: in the configuration, and say what came back',
  arguments: [],
  options: [new Option('--channel <name>', 'only this one')],
  example: 'drydock notify test --channel on-call',
  input: z.strictObject({ channel: z.string().optional() }),
  act: async ({ channel }, context) => {
    const { by, tests } = await runTests(channel, context);
    const taken = tests.every((test) => test.taken);
    return {
      document: { by, tests },
      lines: [
        by === 'controller'
          ? 'sent by the running controller, with its settings'
          : 'no controller runs: sent from here',
        ...tests.map(testLine),
      ],
      exitCode: taken ? exitCodes.done : exitCodes.failed,
    };
  },
});

interface Tests {
  readonly by: 'controller' | 'command';
  readonly tests: readonly ChannelTest[];
}

/** The controller is what will send: its environment and credentials count, not those of this terminal. */
async function runTests(channel: string | undefined, context: CommandContext): Promise<Tests> {
  try {
    return { by: 'controller', tests: await controllerOf(context).testNotifications(channel) };
  } catch (error) {
    if (!(error instanceof DrydockError) || error.code !== 'CONTROLLER_NOT_RUNNING') throw error;
  }
  const { settings, surroundings } = context;
  const parts = notifyParts(settings, surroundings.environment);
  return { by: 'command', tests: await parts.test(channel, surroundings.signal) };
}

function testLine({ channel, destination, taken, answer }: ChannelTest): string {
  return `${taken ? 'taken' : 'NOT TAKEN'}  ${channel} (${destination}): ${answer}`;
}
