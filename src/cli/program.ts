/** The command line as commander knows it, made from the command specs; the reference page is generated from the same. */
import type { CommanderError } from 'commander';
import { Command, Option } from 'commander';
import { productVersion } from '../shared/version.js';
import type { CommandSpec } from './command.js';

/** A command line that was understood: which command, and its raw input. */
export interface Invocation {
  readonly spec: CommandSpec;
  readonly input: Readonly<Record<string, unknown>>;
}

export const nounSummaries: Readonly<Record<string, string>> = {
  journal: 'the durable record of all runs: prove it, back it up, put it back',
  media: 'what hosts are installed from: import, look at, verify',
  mirror: 'other addresses near the hosts, at which they read the same media',
  nfs: 'what an NFS server would export',
  notify: 'what is told to people while a run goes on',
  pool: 'the pools that Drydock knows',
  rollout: 'the upgrade of many pools, in waves',
  service: 'one process in the foreground, for systemd and containers',
  token: 'tokens, with which scripts use the control API',
  upgrade: 'a run: plan it, start it, watch it, steer it',
  user: 'people who may sign in to the dashboard',
};

/** The options that every command takes. */
export function commonOptions(): Option[] {
  return [
    new Option('--json', 'print one JSON document on standard output; logs and progress go elsewhere'),
    new Option('--config <file>', 'configuration file (environment: DRYDOCK_CONFIG)'),
    new Option('--media-cache <folder>', 'store of imported media (environment: DRYDOCK_MEDIA_CACHE)'),
    new Option('--state <folder>', 'journal, pools, sockets (environment: DRYDOCK_STATE)'),
  ];
}

/** Builds the program; `chosen` is told which command was called. */
export function buildProgram(specs: readonly CommandSpec[], chosen: (invocation: Invocation) => void): Command {
  const program = new Command('drydock')
    .description(
      'Network install media server with an upgrade controller for XenServer, Citrix Hypervisor and XCP-ng pools',
    )
    .version(productVersion, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .helpCommand(false)
    .showSuggestionAfterError(true);
  for (const spec of specs) addCommand(parentOf(program, spec), spec, chosen);
  return program;
}

function addCommand(parent: Command, spec: CommandSpec, chosen: (invocation: Invocation) => void): void {
  const verb = spec.name.split(' ').at(-1) ?? spec.name;
  const command = parent
    .command(verb)
    .description(spec.summary)
    .helpOption('--help', 'show this help')
    .allowExcessArguments(false);
  for (const argument of spec.arguments) command.argument(argument.name, argument.description);
  for (const option of [...spec.options, ...commonOptions()]) command.addOption(option);
  command.addHelpText('after', `\nExample:\n  ${spec.example}`);
  command.action(() => {
    chosen({ spec, input: { ...command.opts(), ...argumentsOf(command) } });
  });
}

function argumentsOf(command: Command): Record<string, unknown> {
  return Object.fromEntries(
    command.registeredArguments
      .map((argument, index) => [argument.name(), command.processedArgs[index] as unknown] as const)
      .filter(([, value]) => value !== undefined),
  );
}

function parentOf(program: Command, spec: CommandSpec): Command {
  const [noun, verb] = spec.name.split(' ');
  if (noun === undefined || verb === undefined) return program;
  const existing = program.commands.find((command) => command.name() === noun);
  if (existing !== undefined) return existing;
  return program
    .command(noun)
    .description(nounSummaries[noun] ?? noun)
    .helpOption('--help', 'show help')
    .helpCommand(false);
}

/** What commander threw, told apart: help that was asked for is no error. */
export function isHelpOrVersion(error: CommanderError): boolean {
  return ['commander.helpDisplayed', 'commander.version'].includes(error.code);
}
