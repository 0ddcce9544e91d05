/** simulate: a practice pool on loopback, that is checked and upgraded like a real one. */
import { Option } from 'commander';
import { z } from 'zod';
import { addCommand, practiceReleases, startPracticePool } from '../../daemon/practice/practice-pool.js';
import { faultNames, readFault, readFaultFile } from '../../daemon/practice/read-fault.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import { countOption, defineCommand } from '../command.js';
import { collect } from '../options.js';

export const simulate = defineCommand({
  name: 'simulate',
  summary: 'run a practice pool of simulated hosts on loopback until Ctrl-C',
  arguments: [],
  options: [
    new Option('--hosts <n>', 'how many hosts').default('3'),
    new Option('--vms <n>', 'how many running VMs').default('4'),
    new Option('--release <release>', 'what they run').choices([...practiceReleases]).default('xcp-ng-8.2'),
    collect(
      '--fault <fault>',
      `what goes wrong, as NAME [name=value]… (may be repeated; see docs/faults.md): ${faultNames.join(', ')}`,
    ),
    new Option('--faults <file>', 'a YAML file with a list of faults'),
    new Option('--speed <n>', 'how many times as fast as real hosts').default('60'),
    new Option('--ha', 'HA is on'),
    new Option('--port <port>', 'port of the hosts, each on a loopback address of its own (default: a free one)'),
    new Option('--seed <n>', 'repeats what chance decided'),
  ],
  example: "drydock simulate --hosts 3 --fault 'never-returns host=member-1'",
  input: z.strictObject({
    hosts: countOption(1),
    vms: countOption(0),
    release: z.enum(practiceReleases),
    fault: z.array(z.string()),
    faults: z.string().optional(),
    speed: countOption(1),
    ha: z.boolean().optional(),
    port: countOption(1).optional(),
    seed: countOption(0).optional(),
  }),
  act: async (input, context) => {
    const { surroundings, settings, json } = context;
    const fromFile = input.faults === undefined ? [] : await readFaultFile(input.faults);
    const practice = await startPracticePool({
      hosts: input.hosts,
      vms: input.vms,
      release: input.release,
      speed: input.speed,
      faults: [...fromFile, ...input.fault.map(readFault)],
      haEnabled: input.ha === true,
      folder: settings.state,
      ...(input.port === undefined ? {} : { port: input.port }),
      ...(input.seed === undefined ? {} : { seed: input.seed }),
    });
    try {
      const { simulator, passwordFile } = practice;
      const document = { addresses: simulator.addresses, user: simulator.user, passwordFile };
      const lines = [
        `practice pool of ${input.hosts} hosts at ${simulator.addresses.join(', ')}; Ctrl-C ends it`,
        'make it known with:',
        `  ${addCommand('practice', practice)}`,
      ];
      for (const line of json ? [JSON.stringify(document)] : lines) surroundings.stdout.write(`${line}\n`);
      await untilInterrupted(surroundings.signal);
      return { document: undefined, lines: ['the practice pool has ended'], exitCode: exitCodes.done };
    } finally {
      await practice.simulator.stop();
    }
  },
});

function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    // The sockets of the hosts keep the process alive meanwhile.
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
