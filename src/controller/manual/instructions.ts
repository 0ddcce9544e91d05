/**
 * What a person does at the console of a host, in the order of the installer's screens (xcp-ng and xenserver host-installer, tui;
 * media-and-clients.md 3.2). The address of the host's grant is a secret and stands in none of it: `upgrade console` tells it.
 */
import type { Plan, PlannedHost } from '../planning/plan.js';
import type { ManualPlan } from './manual-plan.js';

/** One line, for status and reminders. */
export function waitingText(plan: Plan, host: PlannedHost, { rebootBy }: ManualPlan): string {
  const todo =
    rebootBy === 'person'
      ? `boot it from ${plan.medium.name} and choose "Upgrade"`
      : `put ${plan.medium.name} into its drive, then: drydock upgrade approve ${plan.run} --host ${host.name}`;
  return `${host.name} is empty, out of service and waits for you: ${todo}; what to do at the console: drydock upgrade console ${plan.run}`;
}

/** The steps at the console, without any address. */
export function consoleSteps(plan: Plan, host: PlannedHost, { rebootBy }: ManualPlan): readonly string[] {
  const { medium } = plan;
  const start =
    rebootBy === 'person'
      ? `Boot ${host.name} (${host.address}), and no other host, from ${medium.name}: its image as a CD, on a USB stick or as virtual media of the BMC, or over the network.`
      : `Put ${medium.name} where ${host.name} (${host.address}) boots from next: a CD, a USB stick, virtual media of the BMC, or its network boot entry. Then "drydock upgrade approve ${plan.run} --host ${host.name}": Drydock reboots it.`;
  return [
    start,
    'In the firmware mode (UEFI or BIOS) in which it is installed now; otherwise the installer finds nothing to upgrade.',
    'Keyboard, welcome, licence agreement: answer them.',
    `"Action To Perform": choose "Upgrade …", the installation that it names. NEVER "Perform clean installation": it makes another host, which the pool does not know.`,
    'If it asks to back up the present installation: yes. If it asks to repartition the disk: only if the local storage of the host is empty.',
    '"Select Installation Source": "Local media" reads the medium you booted from; "HTTP or FTP" with the address of the host lets Drydock show how far it is.',
    'Networking, where it asks (for HTTP or FTP): the interface of the management network.',
    '"Verify Installation Source": not needed; Drydock has verified every byte of what it serves.',
    '"Confirm Upgrade": go on. It takes 10 to 30 minutes.',
    '"Installation Complete": take the medium out, then Enter: it reboots into the new system. Drydock sees it, proves it and goes on by itself.',
  ];
}
