/**
 * The way in: addresses of the kind that hosts of a run get, one for each stage, since each stage shows other files.
 * They belong to no pool, so that no controller's epoch is touched; none is ever armed; and each ends with the proof, or
 * by itself if this process is killed.
 */
import { randomUUID } from 'node:crypto';
import type { MediaServerApi } from '../../contract/media-server.js';
import type { CreateGrant } from '../../contract/grants.js';
import type { JourneyStage } from '../../installer/proof/journeys.js';

/** With a blank in it, as no uuid of a pool has one. */
const noPool = 'media prove';

/** For all rows of one column; the largest media take minutes. */
const lifetime = 60 * 60_000;

const grantStates: Readonly<Record<JourneyStage, CreateGrant['state']>> = {
  probe: 'probe',
  staging: 'staging',
  install: 'proof',
};

export interface ProofAddresses {
  /** `/i/<token>/`: a secret in the sense of the logs. */
  readonly paths: Readonly<Record<JourneyStage, string>>;
  end(): Promise<void>;
}

/**
 * @param mediaServer with no signal in it: an address that was asked for and not waited for could not be ended
 * @throws MEDIA_NOT_FOUND when the media server has another store
 */
export async function openProofAddresses(mediaServer: MediaServerApi, media: string): Promise<ProofAddresses> {
  const proof = randomUUID();
  const opened: string[] = [];
  const end = async (): Promise<void> => {
    for (const id of opened)
      await mediaServer.changeGrant(id, { state: 'ended', epoch: 0, reason: 'the proof is over' });
  };
  const open = async (stage: JourneyStage): Promise<string> => {
    const id = `prove.${proof}.${stage}`;
    const grant = await mediaServer.createGrant({
      ...{ id, pool: noPool, run: `prove.${proof}`, epoch: 0, media, lifetime },
      host: { uuid: noPool, name: noPool },
      state: grantStates[stage],
    });
    opened.push(id);
    return grant.path;
  };
  try {
    return {
      paths: { probe: await open('probe'), staging: await open('staging'), install: await open('install') },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}
