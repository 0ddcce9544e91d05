/**
 * How a client of install media is described: as a generator that yields the requests the real client makes, in its
 * order, and is told the answer to each. The simulator drives one against real servers, `media prove` against the running
 * one, and the tests against the traces recorded from the real clients.
 */

/** The stages of an upgrade in which a host asks for media (reference: unattended installs read the media four times). */
export const installPhases = ['test-url', 'stage', 'look-up', 'packages'] as const;

export type InstallPhase = (typeof installPhases)[number];

/** Which of a host's programs asks; they differ in how they speak to a server. */
export type ClientRole = 'plugin' | 'installer' | 'package-manager';

export interface MediaRequest {
  /** Relative to the base URL, decoded, no leading slash: `boot/xen.gz`. */
  readonly path: string;
  /**
   * `probe`: "does this exist?" — over HTTP a full GET whose connection is dropped once the answer's head is there;
   * over FTP what {@link ClientProfile.ftpProbe} says. `read`: the whole file.
   */
  readonly mode: 'probe' | 'read';
  readonly phase: InstallPhase;
  /** How often the real client asks again after a broken transfer before it gives up; the installer's own look-ups: never. */
  readonly retries: number;
  readonly client: ClientRole;
  /** Over FTP, a client that keeps its control connection opens a new one when this number changes. */
  readonly session: number;
}

export type MediaAnswer =
  | { readonly outcome: 'found'; readonly size: number; /** Present for `read`. */ readonly body?: Uint8Array }
  | { readonly outcome: 'missing'; readonly status: number }
  /** Connection refused, broken, short, or the server failed. */
  | { readonly outcome: 'failed'; readonly reason: string };

/**
 * The body of a file whose bytes were verified when the medium was imported and are not carried now: a rehearsal fetches
 * by the manifest. Whoever would compare a digest leaves it out for this one value.
 */
export const verifiedElsewhere: Uint8Array = new Uint8Array();

/** A client at work: yields requests, returns its verdict. */
export type ClientScript<Result> = Generator<MediaRequest, Result, MediaAnswer>;

/** What a transport must imitate beyond the order of requests. */
export interface ClientProfile {
  /** Sent as User-Agent over HTTP. */
  readonly userAgent: string;
  /** One connection for each file, or kept alive (dnf). */
  readonly keepAlive: boolean;
  /** Decides headers, the encoding of names, and the commands of an FTP session. */
  readonly family: 'host-library' | 'installer' | 'libcurl';
  /**
   * When credentials are sent: after a 401, on the scheme's own port or on any; or at once (`preemptive`).
   */
  readonly basicAuth: 'standard-port' | 'any-port' | 'preemptive';
  /** A base URL without its final slash is not repaired: the name is glued to its last segment. */
  readonly needsTrailingSlash: boolean;
  /** How this client asks over FTP whether a file exists. */
  readonly ftpProbe: 'nlst' | 'size' | 'retr';
  /** Versions of NFS that it tries to mount, in this order. */
  readonly nfsVersions: readonly NfsVersion[];
}

export type NfsVersion = 3 | 4;

/** Carries requests to a server; one for each protocol in src/installer/transports. */
export interface MediaTransport {
  request(request: MediaRequest): Promise<MediaAnswer>;
  close(): Promise<void>;
}

/** Runs a script to its end over a transport, with the retries that each request allows. */
export async function runClientScript<Result>(
  script: ClientScript<Result>,
  transport: MediaTransport,
): Promise<Result> {
  let step = script.next();
  while (step.done !== true) {
    let answer = await transport.request(step.value);
    for (let retry = 0; answer.outcome === 'failed' && retry < step.value.retries; retry++) {
      answer = await transport.request(step.value);
    }
    step = script.next(answer);
  }
  return step.value;
}
