/** The commands by which a person upgrades the hosts that are left without Drydock, with the uuids of this pool. */
import type { HostFailure, HostState, HostStatus, RunStatus } from '../../contract/run-status.js';
import { hostUpgradePlugin } from '../../xapi/host-upgrade-plugin.js';
import type { Plan } from '../planning/plan.js';
import { ledgerOfRound, note, type Ledger } from './ledger.js';

const needsNothing: readonly HostState[] = ['done', 'skipped'];

/** It may be installing, or runs something that nobody has looked at: it is not staged again by recipe. */
const whereabouts: readonly HostFailure[] = [
  'never-left',
  'never-fetched',
  'fetch-failed',
  'never-returned',
  'login-refused',
  'clock-went-back',
  'returned-as-another',
  'returned-with-other-version',
  'in-emergency',
  'pool-lost',
  'wrong-host',
];

/** Kinds under which a host may also have come back with its old version. */
const asItWas: readonly HostFailure[] = ['never-fetched', 'fetch-failed'];

/**
 * Empty when no host is left. A host that is upgraded is never told to be installed again, and one that may be installing
 * is left alone.
 *
 * @param poolName as `pool add` made it known, which is what commands take
 */
export function byHandOfRun(plan: Plan, ledger: Ledger, status: RunStatus, poolName: string): readonly string[] {
  const left = status.hosts.filter(({ state }) => !needsNothing.includes(state));
  const lines = left.map((host) => ({ host, ...linesOf(plan, ledger, host) }));
  const installs = lines.some(({ install }) => install);
  return [
    ...(installs ? [`the address of the medium stands in: drydock media addresses ${poolName}`] : []),
    ...lines.flatMap(({ host, commands }) => commands.map((command) => `${host.name}: ${command}`)),
  ];
}

interface HostLines {
  readonly commands: readonly string[];
  /** The medium's address stands in them. */
  readonly install: boolean;
}

function linesOf(plan: Plan, ledger: Ledger, host: HostStatus): HostLines {
  const { uuid, state, failure } = host;
  const here = ledgerOfRound(ledger, uuid);
  if (note(here, 'proven', uuid) !== undefined)
    return { commands: [...packsByHand(host), `xe host-enable uuid=${uuid}`], install: false };
  if (state === 'armed' || state === 'installing')
    return { commands: ['wait for it, it may be installing'], install: false };
  if (state === 'returned')
    return { commands: ['wait for it, it is back and what it runs is being read'], install: false };
  // It is back, and its versions were read: the old ones, or it would be proven.
  const readAgain = note(here, 'returned', uuid) !== undefined && failure !== null && asItWas.includes(failure.kind);
  const lost = note(here, 'given-up', uuid) !== undefined || (failure !== null && whereabouts.includes(failure.kind));
  if (lost && !readAgain)
    return {
      commands: ['look at its console first: what it runs is not known (see its failure above)'],
      install: false,
    };
  return { commands: installing(plan, uuid), install: true };
}

function installing(plan: Plan, uuid: string): readonly string[] {
  const down = plan.hosts.find((host) => host.uuid === uuid)?.forecast.down ?? [];
  const emptied = [
    `xe host-disable uuid=${uuid}`,
    ...down.map(({ vm, name, how }) => `xe vm-${how === 'stop' ? 'shutdown' : 'suspend'} uuid=${vm} (${name})`),
    `xe host-evacuate uuid=${uuid}`,
  ];
  const back = [
    `xe host-enable uuid=${uuid}`,
    ...down.map(({ vm, how }) => `xe vm-${how === 'stop' ? 'start' : 'resume'} uuid=${vm} on=${uuid}`),
  ];
  if (plan.mode === 'manual')
    return [
      ...emptied,
      `boot its installer from ${plan.medium.name} at its console, with ADDRESS as the source, and choose to upgrade; when it is back:`,
      ...back,
    ];
  return [
    ...emptied,
    `xe host-call-plugin host-uuid=${uuid} plugin=${hostUpgradePlugin} fn=main args:url=ADDRESS`,
    `xe host-reboot uuid=${uuid}, and when it is back:`,
    ...back,
  ];
}

function packsByHand({ uuid, packs = [] }: HostStatus): readonly string[] {
  return packs
    .filter(({ installed }) => !installed)
    .map(({ name }) => `xe update-upload file-name=${name}.iso, then xe update-apply uuid=UPDATE host=${uuid}`);
}
