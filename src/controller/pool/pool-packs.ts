/** All that a run does to a pool for supplemental packs, in the field's own words; src/controller/pool/xapi-pool-packs.ts carries it out. */
import type { MediumImage } from '../../media/image/image-of-medium.js';
import type { StartedOperation } from './pool-port.js';

/** An update that the pool knows: a pack, a hotfix, a driver disk. */
export interface UpdateFacts {
  readonly uuid: string;
  readonly name: string;
  /** Uuids of the hosts that have it. */
  readonly hosts: readonly string[];
  /** The pool keeps its image. */
  readonly stored: boolean;
}

export interface PoolPacks {
  /** Empty for releases before 7.1, which have no such objects. */
  read(): Promise<readonly UpdateFacts[]>;
  /**
   * Sends the image to a storage repository (uuid) and has the pool know it. Done again it begins with taking away what an
   * earlier attempt left. @throws UPLOAD_REFUSED, XAPI_REPLY_LOST
   */
  upload(
    pack: { readonly uuid: string; readonly name: string },
    sr: string,
    image: MediumImage,
    signal: AbortSignal,
  ): Promise<void>;
  /** Asks whether the host takes it, and begins; null when the host has it already. @throws XAPI_FAILURE with the code of the precheck */
  startApply(hostUuid: string, packUuid: string): Promise<StartedOperation | null>;
  /** Takes the image away, and the record too where no host has the pack. */
  clean(packUuid: string): Promise<void>;
  restartToolstack(hostUuid: string): Promise<void>;
}
