/** Error codes of simulator: opening a practice pool. */
import { defineErrorCodes, exitCodes } from '../error-code.js';

export const simulatorErrorCodes = defineErrorCodes({
  FAULT_INVALID: {
    summary: 'A scripted fault is not one that the simulator knows',
    cause: 'Its name or one of its parameters is misspelt, or a value has another form than the parameter takes.',
    remedy: 'See docs/faults.md: every fault with its parameters and an example.',
    exitCode: exitCodes.usage,
  },
  FAULT_FILE_UNREADABLE: {
    summary: 'A file of scripted faults cannot be read',
    cause: 'It does not exist, may not be read, or is no list of faults in YAML.',
    remedy:
      'Give a YAML file with a list of faults, each a text as on the command line or a map that begins with its name.',
    exitCode: exitCodes.inputRefused,
  },
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
