/** simulate: a practice pool on loopback, that is checked and upgraded like a real one. */
import { Option } from 'commander';
import { z } from 'zod';
import { practiceRoles, practiceUser } from '../../daemon/practice/practice-user.js';
import { practicePerson } from '../../daemon/practice/practice-person.js';
import { practiceReleases, startPracticePool, type PracticePool } from '../../daemon/practice/practice-pool.js';
import { practiceMounts } from '../../daemon/practice/practice-mounts.js';
import { chooseFaults } from '../../daemon/practice/chosen-faults.js';
import { exitCodes } from '../../shared/errors/error-code.js';
import { countOption, defineCommand, type CommandContext } from '../command.js';
import { collect } from '../options.js';
import { practiceDocument, practiceLines } from '../output/practice-view.js';
import { controllerOf } from '../runs/controller.js';
import { faultInput, faultOptions } from '../practice/fault-options.js';

const gibibyte = 1024 ** 3;

/** One loopback address each, 127.0.0.1 to 127.0.0.254. */
const mostHosts = 254;

export const simulate = defineCommand({
  name: 'simulate',
  summary: 'run a practice pool of simulated hosts on loopback until Ctrl-C',
  arguments: [],
  options: [
    new Option('--hosts <n>', 'how many hosts').default('3'),
    new Option('--vms <n>', 'how many running VMs').default('4'),
    new Option('--release <release>', 'what they run').choices([...practiceReleases]).default('xcp-ng-8.2'),
    ...faultOptions('what goes wrong'),
    new Option('--speed <n>', 'how many times as fast as real hosts').default('60'),
    new Option('--ha', 'HA is on'),
    collect('--user <name=role>', `who may log in beside root, with the same password: ${practiceRoles.join(', ')}`),
    new Option('--wlb', 'workload balancing is on'),
    new Option('--memory <gib>', 'memory of each host, in GiB').default('64'),
    new Option('--vm-memory <gib>', 'memory of each VM, in GiB').default('2'),
    new Option('--local-disks <n>', 'how many of the VMs have their disk on local storage').default('0'),
    new Option('--local-cds <n>', 'how many of the VMs have a CD of their host in the drive').default('0'),
    new Option('--without-tools <n>', 'how many of the VMs have no guest tools').default('0'),
    new Option('--suspended <n>', 'how many of the VMs are suspended').default('0'),
    new Option('--half-upgraded <release>', 'the coordinator runs this release already').choices([...practiceReleases]),
    new Option(
      '--person <minutes>',
      'Manual mode: somebody goes to the console of a host so many minutes of the pool after Drydock asks for him',
    ),
    new Option('--port <port>', 'port of the hosts, each on a loopback address of its own (default: a free one)'),
    new Option('--seed <n>', 'repeats what chance decided'),
  ],
  example: 'drydock simulate --hosts 3 --fault "never-returns host=member-1"',
  input: z.strictObject({
    hosts: countOption(1, mostHosts),
    vms: countOption(0),
    release: z.enum(practiceReleases),
    ...faultInput,
    speed: countOption(1),
    ha: z.boolean().optional(),
    user: z.array(practiceUser),
    wlb: z.boolean().optional(),
    memory: countOption(4),
    vmMemory: countOption(1),
    localDisks: countOption(0),
    localCds: countOption(0),
    withoutTools: countOption(0),
    suspended: countOption(0),
    halfUpgraded: z.enum(practiceReleases).optional(),
    person: countOption(0).optional(),
    port: countOption(1, 65_535).optional(),
    seed: countOption(0).optional(),
  }),
  act: async (input, context) => {
    const { surroundings, settings, json } = context;
    const faults = await chooseFaults(input.fault, input.faults);
    const practice = await startPracticePool({
      hosts: input.hosts,
      vms: input.vms,
      release: input.release,
      speed: input.speed,
      faults: faults.map(({ fault }) => fault),
      haEnabled: input.ha === true,
      users: input.user,
      shape: {
        ...{ localDisks: input.localDisks, localCds: input.localCds, withoutTools: input.withoutTools },
        ...{ suspended: input.suspended, wlbEnabled: input.wlb === true },
        memory: input.memory * gibibyte,
        vmMemory: input.vmMemory * gibibyte,
        ...(input.halfUpgraded === undefined ? {} : { coordinatorRelease: input.halfUpgraded }),
      },
      folder: settings.state,
      nfsMounts: practiceMounts(settings),
      ...(input.port === undefined ? {} : { port: input.port }),
      ...(input.seed === undefined ? {} : { seed: input.seed }),
    });
    try {
      for (const line of json ? [JSON.stringify(practiceDocument(practice))] : practiceLines(practice))
        surroundings.stdout.write(`${line}\n`);
      if (input.person !== undefined) void walkToConsoles(practice, (input.person * 60_000) / input.speed, context);
      await untilInterrupted(surroundings.signal);
      return { document: undefined, lines: ['the practice pool has ended'], exitCode: exitCodes.done };
    } finally {
      await practice.simulator.stop();
    }
  },
});

function walkToConsoles(practice: PracticePool, onHisWay: number, context: CommandContext): Promise<void> {
  const { surroundings } = context;
  return practicePerson({
    controller: controllerOf(context),
    pool: practice.simulator.pool,
    clock: surroundings.clock,
    onHisWay,
    signal: surroundings.signal,
    say: (line) => surroundings.stderr.write(`${line}\n`),
  });
}

function untilInterrupted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    // The sockets of the hosts keep the process alive meanwhile.
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
