/** The two ways a heartbeat is given: a request to an address, as monitoring services take it, and a file that is written anew. */
import { dirname } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { after, type Clock } from '../../../shared/clock.js';
import { writeFileDurably } from '../../../shared/durable-files.js';
import { linkTo } from '../../../shared/linked-signal.js';
import type { Secret } from '../../../shared/secret.js';
import type { BeatNote, Heart } from '../heart.js';
import { httpSend } from './http-send.js';
import { addressOf } from './webhook.js';

export type HeartShape = Pick<Heart, 'name' | 'every' | 'pools' | 'always' | 'destination'>;

export interface AddressHeartOptions extends HeartShape {
  readonly clock: Clock;
  readonly method: 'GET' | 'POST';
  /** silence: a stopped run is told by saying nothing. fail: by asking for the address with /fail behind it. */
  readonly onStop: 'fail' | 'silence';
  /** Read at each beat. @throws when it cannot be read */
  address(): Secret;
  ca(): string | undefined;
}

const deadline = 15_000;

export function addressHeart(options: AddressHeartOptions): Heart {
  const { name, every, pools, always, destination, method, onStop } = options;
  return {
    ...{ name, every, pools, always, destination, problem: null },
    beat: async (note, signal) => {
      if (note.beat === 'fail' && onStop === 'silence') return;
      const url = addressOf(options.address());
      if (note.beat === 'fail') url.pathname = `${url.pathname.replace(/\/$/, '')}/fail`;
      const body = method === 'POST' ? { body: JSON.stringify(note) } : {};
      const headers = method === 'POST' ? { 'content-type': 'application/json' } : {};
      const abort = new AbortController();
      const release = linkTo(abort, [signal]);
      const cancel = after(options.clock, deadline, () => abort.abort(new Error('no answer within 15 s')));
      try {
        const reply = await httpSend({ url, method, headers, ca: options.ca(), ...body }, abort.signal);
        if (reply.status < 200 || reply.status >= 300) throw new Error(`HTTP ${reply.status}`);
      } finally {
        cancel();
        release();
      }
    },
  };
}

export interface FileHeartOptions extends HeartShape {
  readonly file: string;
}

/** Its time of change is the sign of life, its content says how it goes: `{"beat":"alive",…}`. */
export function fileHeart(options: FileHeartOptions): Heart {
  const { name, every, pools, always, destination, file } = options;
  return {
    ...{ name, every, pools, always, destination, problem: null },
    beat: async (note: BeatNote) => {
      await mkdir(dirname(file), { recursive: true });
      await writeFileDurably(file, `${JSON.stringify(note)}\n`, 0o644);
    },
  };
}
