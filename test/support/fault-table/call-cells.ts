// A call of a host's turn goes wrong: by which call, what becomes of the run.
import type { CallRow } from './table.js';

export const callCells: readonly CallRow[] = [
  {
    fault: 'connection-refused',
    means: 'the call for % does not reach the pool',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'done',
      stage: 'done',
      reboot: 'done',
      release: 'done',
    },
  },
  {
    fault: 'connection-closed',
    means: 'the connection ends before % is begun',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'done',
      stage: 'done',
      reboot: 'done',
      release: 'done',
    },
  },
  {
    fault: 'reply-lost',
    means: 'the reply to % is lost',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'done',
      stage: 'done',
      reboot: 'done',
      release: 'done',
    },
  },
  {
    fault: 'http-500',
    means: 'the web server of the pool answers % with an error page',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'done',
      stage: 'done',
      reboot: 'done',
      release: 'done',
    },
  },
  {
    fault: 'session-lost',
    means: 'the session is lost at %',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'done',
      stage: 'done',
      reboot: 'done',
      release: 'done',
    },
  },
  {
    fault: 'call-fails error=INTERNAL_ERROR,db',
    means: '% fails',
    cells: {
      claim: 'stopped',
      disable: 'stopped: evacuation-failed',
      evacuate: 'stopped: evacuation-failed',
      stage: 'stopped: staging-failed',
      reboot: 'stopped: reboot-refused',
      release: 'stopped',
    },
  },
  {
    fault: 'call-fails error=OTHER_OPERATION_IN_PROGRESS,host,a,b,c',
    means: 'the pool is busy at %',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'done',
      stage: 'done',
      reboot: 'done',
      release: 'done',
    },
  },
  {
    fault: 'rbac-denied nth=every',
    means: 'the role of the user is too low for %',
    cells: {
      claim: 'stopped',
      disable: 'stopped: evacuation-failed',
      evacuate: 'stopped: evacuation-failed',
      stage: 'stopped: staging-failed',
      reboot: 'stopped: reboot-refused',
      release: 'stopped',
    },
  },
  {
    fault: 'call-hangs',
    means: '% never ends',
    cells: {
      claim: 'done',
      disable: 'done',
      evacuate: 'stopped: evacuation-failed',
      stage: 'stopped: staging-failed',
      reboot: 'stopped: never-left',
      release: 'done',
    },
  },
];
