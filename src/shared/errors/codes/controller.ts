/** Error codes of controller. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const controllerErrorCodes = defineErrorCodes({
  ACCEPTANCE_INVALID: {
    summary: 'An acceptance is not one that Drydock understands',
    cause: 'It has not the form CHECK@HOST=REASON, or names a check that does not exist.',
    remedy:
      'Give it as --accept "clock-skew@xs-2=time server is being replaced"; docs/assessments.md lists the checks.',
    exitCode: exitCodes.usage,
  },
  ACCEPTANCE_UNUSED: {
    summary: 'An acceptance answers nothing',
    cause:
      'The check it names has found nothing about that host that blocks: the name is misspelt, or the finding has gone.',
    remedy: 'Look with "drydock check" what blocks and how its subject is called, or leave --accept out.',
    exitCode: exitCodes.usage,
  },
  CLAIM_OF_ANOTHER_RUN: {
    summary: 'The pool is claimed by another run than the one that was named',
    cause: 'The id is misspelt, or somebody else has claimed the pool meanwhile.',
    remedy: 'drydock pool show says which run has it, who began it and where. Ask that person first.',
    exitCode: exitCodes.failed,
  },
  GRANT_MISSING: {
    summary: 'The media server does not know the address of a host',
    cause: 'The state folder of the media server was replaced, or the address was ended.',
    remedy: 'Abort the run and start again; nothing has been installed from an address that is gone.',
    exitCode: exitCodes.failed,
  },
  LOCAL_DISKS_APPEARED: {
    summary: 'Disks lie on local storage that was empty when the plan was made',
    cause: 'Somebody has put a disk there since; an installer that changes the partition layout would wipe it.',
    remedy: 'Move the disks to other storage, then retry the host; or abort the run and plan again.',
    exitCode: exitCodes.failed,
  },
  MEDIA_NOT_FOUND_FOR_RUN: {
    summary: 'The medium is not in the store',
    cause: 'The id or alias is misspelt, or the medium was removed.',
    remedy: 'Run drydock media list; import the medium again under the same id if a run needs it.',
    exitCode: exitCodes.inputRefused,
  },
  MEDIA_NOT_A_PACK: {
    summary: 'The medium is not a supplemental pack',
    cause: '--pack names a medium to install hosts from.',
    remedy: 'Give the base medium with --media, and with --pack the packs; drydock media list shows which is which.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_COORDINATOR_LEFT_OUT: {
    summary: 'The coordinator cannot be left out of the upgrade',
    cause:
      'Members are to be upgraded and their coordinator is not; a member that is newer than its coordinator cannot join it.',
    remedy: 'Include the coordinator; it goes first.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_EMPTY: {
    summary: 'There is no host to upgrade',
    cause: 'Every host has the versions of the medium already, or was left out.',
    remedy: 'Nothing needs to be done; if a host should be upgraded, check the medium and the hosts that were chosen.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_HOST_UNKNOWN: {
    summary: 'A host that was named is not in the pool',
    cause: 'The name is misspelt, or several hosts have it.',
    remedy: 'Use the name or uuid that drydock pool show prints.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_ORDER_REFUSED: {
    summary: 'The hosts cannot be upgraded in this order',
    cause: 'The coordinator has to be the newest host of its pool at every moment, so it goes first.',
    remedy: 'Put the coordinator first.',
    exitCode: exitCodes.inputRefused,
  },
  PLAN_VM_UNKNOWN: {
    summary: 'A VM that was named is not in the pool',
    cause: 'The name is misspelt, or several VMs have it.',
    remedy: 'Use the name or uuid that "xe vm-list" prints.',
    exitCode: exitCodes.inputRefused,
  },
  POOL_UNREADABLE: {
    summary: 'The pool cannot be read',
    cause: 'Its coordinator does not answer, or refuses the credential.',
    remedy: 'Look at what each address answered, then at the coordinator.',
    exitCode: exitCodes.failed,
  },
  RELEASE_UNKNOWN: {
    summary: 'No release of that name is known',
    cause: 'It is misspelt, or newer than this version of Drydock.',
    remedy: 'Use a name of docs/upgrade-paths.md, such as xenserver-6.5, citrix-hypervisor-8.2-cu1 or xcp-ng-8.3.',
    exitCode: exitCodes.usage,
  },
  ROLLOUT_COMMAND_REFUSED: {
    summary: 'The rollout cannot take this command now',
    cause: 'Each command fits certain states of a rollout, or of one of its pools, only.',
    remedy: 'Look at drydock rollout status.',
    exitCode: exitCodes.failed,
  },
  ROLLOUT_AMBIGUOUS: {
    summary: 'It is not clear which rollout is meant',
    cause: 'None was named, and not exactly one is open.',
    remedy: 'Name one of those that drydock rollout list shows.',
    exitCode: exitCodes.usage,
  },
  ROLLOUT_FILE_INVALID: {
    summary: 'The description of a rollout is not one that Drydock understands',
    cause: 'A key is misspelt, a value has another form, or the waves do not fit the pools.',
    remedy: 'Correct the lines that are named; docs/rollouts.md shows a whole file.',
    exitCode: exitCodes.inputRefused,
  },
  ROLLOUT_FILE_UNREADABLE: {
    summary: 'The description of a rollout cannot be read',
    cause: 'There is no such file, or it may not be read.',
    remedy: 'Give the path of a readable file.',
    exitCode: exitCodes.inputRefused,
  },
  ROLLOUT_INVALID: {
    summary: 'The description of a rollout names a window or an acceptance that Drydock does not understand',
    cause: 'A window has another form or an unknown time zone, or an acceptance has not the form CHECK@HOST=REASON.',
    remedy: 'Correct what is named; docs/rollouts.md shows the forms.',
    exitCode: exitCodes.inputRefused,
  },
  ROLLOUT_UNKNOWN: {
    summary: 'There is no such rollout',
    cause: 'The id is misspelt, or another state folder is used.',
    remedy: 'Run drydock rollout list.',
    exitCode: exitCodes.usage,
  },
  RUN_COMMAND_REFUSED: {
    summary: 'The run cannot take this command now',
    cause: 'Each command fits certain states of a run only.',
    remedy: 'Look at drydock upgrade status, and explain.',
    exitCode: exitCodes.failed,
  },
  RUN_IN_PROGRESS: {
    summary: 'The pool already has a run that has not ended',
    cause: 'One run at a time upgrades a pool.',
    remedy: 'Go on with that run, or abort it.',
    exitCode: exitCodes.failed,
  },
  RUN_UNKNOWN: {
    summary: 'There is no such run',
    cause: 'The id is misspelt, or another state folder is used.',
    remedy: 'Run drydock upgrade status to list the runs.',
    exitCode: exitCodes.usage,
  },
  VM_POLICY_INVALID: {
    summary: 'A policy for a VM is not one that Drydock understands',
    cause: 'It has not the form NAME=POLICY, or names a policy that does not exist.',
    remedy: 'Give it as --vm web=stop; the policies are migrate, stop, suspend and leave.',
    exitCode: exitCodes.usage,
  },
  WINDOW_INVALID: {
    summary: 'A window is not one that Drydock understands',
    cause: 'It has neither the form of times with a time zone nor that of two instants, or its zone is unknown.',
    remedy:
      'Give it as --window "22:00-04:00 Europe/Berlin", "Sat,Sun 20:00-06:00 UTC" or "2026-12-05T22:00+01:00/2026-12-06T04:00+01:00".',
    exitCode: exitCodes.usage,
  },
});
