/** The group file. */
import { parseComps } from '../../../src/media/formats/comps.js';
import { parserTarget } from '../target.js';
import { drawXml, type Vocabulary } from '../xml-draw.js';

const words: Vocabulary = {
  root: 'comps',
  inside: {
    comps: ['group', 'environment'],
    group: ['id', 'name', 'description', 'packagelist', 'default', 'uservisible'],
    packagelist: ['packagereq'],
    environment: ['id', 'grouplist'],
    grouplist: ['groupid'],
  },
  attributes: { packagereq: ['type', 'requires'], name: ['xml:lang'] },
  values: [
    'xenserver_base',
    'xenserver_dom0',
    'mandatory',
    'default',
    'conditional',
    'true',
    'kernel',
    'xen-hypervisor',
  ],
};

export const comps = parserTarget(
  'comps',
  (draws) => drawXml(draws, words),
  (input) => parseComps(input, 'comps'),
);
