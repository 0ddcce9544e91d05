// Something happens to the host whose turn it is: by whether it is the coordinator, what becomes of the run.
import type { HostRow } from './table.js';

export const hostCells: readonly HostRow[] = [
  {
    fault: 'never-returns',
    means: '% does not come back',
    cells: {
      coordinator: 'stopped: never-returned',
      member: 'stopped: never-returned',
    },
  },
  {
    fault: 'returns-with-old-version',
    means: '% comes back with its old version',
    cells: {
      coordinator: 'stopped: never-fetched',
      member: 'stopped: never-fetched',
    },
  },
  {
    fault: 'agent-does-not-start',
    means: '% boots and its toolstack does not start',
    cells: {
      coordinator: 'stopped: never-returned',
      member: 'stopped: never-returned',
    },
  },
  {
    fault: 'stranger-answers',
    means: 'another machine answers in place of %',
    cells: {
      coordinator: 'stopped: login-refused',
      member: 'stopped: returned-as-another',
    },
  },
  {
    fault: 'returns-with-other-uuid',
    means: '% comes back under another uuid',
    cells: {
      coordinator: 'stopped: returned-as-another',
      member: 'stopped: returned-as-another',
    },
  },
  {
    fault: 'boot-loop',
    means: '% boots once more after it came back',
    cells: {
      coordinator: 'done',
      member: 'stopped: evacuation-failed',
    },
  },
  {
    fault: 'stays-disabled',
    means: '% does not put itself into service',
    cells: {
      coordinator: 'done',
      member: 'done',
    },
  },
  {
    fault: 'storage-not-attached',
    means: '% does not attach its storage',
    cells: {
      coordinator: 'done',
      member: 'done',
    },
  },
  {
    fault: 'evacuation-fails',
    means: 'the evacuation of % fails half-way',
    cells: {
      coordinator: 'stopped: evacuation-failed',
      member: 'stopped: evacuation-failed',
    },
  },
  {
    fault: 'vm-left-behind',
    means: 'a guest is left behind on %',
    cells: {
      coordinator: 'stopped: evacuation-failed',
      member: 'stopped: evacuation-failed',
    },
  },
  {
    fault: 'plugin-fails fn=main',
    means: 'the plugin of % cannot stage it',
    cells: {
      coordinator: 'stopped: staging-failed',
      member: 'stopped: staging-failed',
    },
  },
  {
    fault: 'plugin-answers-wrongly fn=main answer=false',
    means: 'the plugin of % answers "false"',
    cells: {
      coordinator: 'stopped: staging-failed',
      member: 'stopped: staging-failed',
    },
  },
  {
    fault: 'plugin-hangs fn=main',
    means: 'the plugin of % does not return',
    cells: {
      coordinator: 'stopped: staging-failed',
      member: 'stopped: staging-failed',
    },
  },
  {
    fault: 'installer-fetch-fails phase=look-up path=repomd nth=every',
    means: 'the installer of % cannot read the index of the medium',
    cells: {
      coordinator: 'stopped: refused-before-disk',
      member: 'stopped: refused-before-disk',
    },
  },
  {
    fault: 'installer-fetch-fails phase=packages path=kernel nth=every',
    means: 'the installer of % cannot fetch a package',
    cells: {
      coordinator: 'stopped: never-returned',
      member: 'stopped: never-returned',
    },
  },
  {
    fault: 'installer-hangs',
    means: 'the installer of % sits there for ever',
    cells: {
      coordinator: 'stopped: never-returned',
      member: 'stopped: never-returned',
    },
  },
  {
    fault: 'installer-refuses reason=legacy-boot',
    means: 'the installer of % refuses the machine',
    cells: {
      coordinator: 'stopped: never-fetched',
      member: 'stopped: never-fetched',
    },
  },
  {
    fault: 'installer-has-no-network',
    means: 'the installer of % has no network',
    cells: {
      coordinator: 'stopped: never-fetched',
      member: 'stopped: never-fetched',
    },
  },
  {
    fault: 'installer-breaks-after-format reason=signature',
    means: 'the installation of % breaks after the disk is formatted',
    cells: {
      coordinator: 'stopped: never-returned',
      member: 'stopped: never-returned',
    },
  },
  {
    fault: 'boot-entry-lost',
    means: '% does not take the boot entry of the installer',
    cells: {
      coordinator: 'stopped: never-fetched',
      member: 'stopped: never-fetched',
    },
  },
];
