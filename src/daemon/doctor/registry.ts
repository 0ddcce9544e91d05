/** All checks of doctor, in the order in which they are shown: what stops `serve` first. */
import { certificate } from './checks/certificate.js';
import { clockSynchronised } from './checks/clock-synchronised.js';
import { dashboard } from './checks/dashboard.js';
import { databaseClock } from './checks/database-clock.js';
import { databaseDurable } from './checks/database-durable.js';
import { databaseFit } from './checks/database-fit.js';
import { databaseLatency } from './checks/database-latency.js';
import { databasePools } from './checks/database-pools.js';
import { databaseReachable } from './checks/database-reachable.js';
import { databaseSchema } from './checks/database-schema.js';
import { databaseTls } from './checks/database-tls.js';
import { diskSpace } from './checks/disk-space.js';
import { firewall } from './checks/firewall.js';
import { givenAddresses } from './checks/given-addresses.js';
import { importsFinished } from './checks/imports-finished.js';
import { lowPorts } from './checks/low-ports.js';
import { mediaReadable } from './checks/media-readable.js';
import { mediaWhole } from './checks/media-whole.js';
import { mirrorsAnswer } from './checks/mirrors-answer.js';
import { nfsServer } from './checks/nfs-server.js';
import { nodeVersion } from './checks/node-version.js';
import { ownName } from './checks/own-name.js';
import { poolClocks } from './checks/pool-clocks.js';
import { poolNetworks } from './checks/pool-networks.js';
import { portsFree } from './checks/ports-free.js';
import { restarts } from './checks/restarts.js';
import { secretFiles } from './checks/secret-files.js';
import { services } from './checks/services.js';
import { stateClosed } from './checks/state-closed.js';
import type { DoctorCheck } from './doctor-check.js';

export const doctorChecks: readonly DoctorCheck[] = [
  nodeVersion,
  portsFree,
  lowPorts,
  givenAddresses,
  ownName,
  firewall,
  poolNetworks,
  certificate,
  dashboard,
  nfsServer,
  mirrorsAnswer,
  databaseReachable,
  databaseTls,
  databaseFit,
  databaseDurable,
  databaseSchema,
  databaseClock,
  databaseLatency,
  databasePools,
  diskSpace,
  stateClosed,
  secretFiles,
  mediaReadable,
  mediaWhole,
  importsFinished,
  clockSynchronised,
  poolClocks,
  restarts,
  services,
];
