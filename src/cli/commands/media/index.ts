/** The commands about media; loaded alone when one of them is called, since the others bring the whole controller along. */
import type { CommandSpec } from '../../command.js';
import { mediaAddresses } from './addresses.js';
import { mediaAlias } from './alias.js';
import { mediaDiff } from './diff.js';
import { mediaHardware } from './hardware.js';
import { mediaImport } from './import.js';
import { mediaInspect } from './inspect.js';
import { mediaList } from './list.js';
import { mediaProve } from './prove.js';
import { mediaPrune } from './prune.js';
import { mediaRemove } from './remove.js';
import { mediaRepair } from './repair.js';
import { mediaShow } from './show.js';
import { mediaVerify } from './verify.js';

export const mediaCommands: readonly CommandSpec[] = [
  mediaImport,
  mediaInspect,
  mediaList,
  mediaShow,
  mediaVerify,
  mediaProve,
  mediaAddresses,
  mediaRepair,
  mediaDiff,
  mediaHardware,
  mediaAlias,
  mediaRemove,
  mediaPrune,
];
