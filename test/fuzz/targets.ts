/** Every target, by the order of where its bytes come from: media, hosts, pools, our own disk, people. */
import { comps } from './targets/comps.js';
import { configuration } from './targets/configuration.js';
import { controlApi } from './targets/control-api.js';
import { ftp } from './targets/ftp.js';
import { http } from './targets/http.js';
import { isoRecords } from './targets/iso-records.js';
import { journal } from './targets/journal.js';
import { jsonRpc } from './targets/json-rpc.js';
import { primary } from './targets/primary.js';
import { repomd } from './targets/repomd.js';
import { rockRidge } from './targets/rock-ridge.js';
import { tar } from './targets/tar.js';
import { treeinfo } from './targets/treeinfo.js';
import { xmlRpc } from './targets/xml-rpc.js';
import { xsPackages } from './targets/xs-packages.js';
import { zip } from './targets/zip.js';
import type { FuzzTarget } from './target.js';

export const targets: readonly FuzzTarget[] = [
  ...[isoRecords, rockRidge, tar, zip, treeinfo, repomd, primary, comps, xsPackages],
  ...[http, ftp, xmlRpc, jsonRpc, journal, configuration, controlApi],
];
