/** The VDI that HA keeps its state in. */
import { addVdi } from './build-storage.js';
import type { Ref, StorageRepository } from './objects.js';
import type { PoolState } from './pool-state.js';

const name = 'Statefile for HA';
const size = 4 * 1024 ** 2;

/** The one of an earlier time is used again. */
export function stateFileOn(state: PoolState, sr: StorageRepository): Ref {
  const old = [...state.vdis.values()].find((vdi) => vdi.sr === sr.ref && vdi.name === name);
  return (old ?? addVdi(state, name, sr, size)).ref;
}
