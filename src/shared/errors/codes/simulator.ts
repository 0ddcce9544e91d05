/** Error codes of simulator: opening a practice pool. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const simulatorErrorCodes = defineErrorCodes({
  SIMULATOR_ADDRESS_UNAVAILABLE: {
    summary: 'A loopback address for a simulated host cannot be used here',
    cause:
      'Each simulated host has an address of its own, 127.0.0.1, 127.0.0.2 and so on. Linux answers them all; other systems know the first alone until the others are set up.',
    remedy: 'Practise on Linux, with one host (--hosts 1), or add the addresses to the loopback interface.',
    exitCode: exitCodes.failed,
  },
  SIMULATOR_PORT_IN_USE: {
    summary: 'The port for the simulated hosts is taken',
    cause: 'Another program listens on it on one of the loopback addresses.',
    remedy: 'Give another port, or none: then a free one is chosen.',
    exitCode: exitCodes.failed,
  },
});
