/** media hardware: which devices the systems of a medium can drive. */
import { Option } from 'commander';
import { z } from 'zod';
import { hardwareOfMedium } from '../../../media/hardware-of-medium.js';
import type { MediumHardware } from '../../../media/hardware.js';
import { defineCommand, done } from '../../command.js';
import { collect } from '../../options.js';
import { answersFor, deviceLines, pciDevice } from '../../output/driver-view.js';
import { moduleLines, setLines, setSummary } from '../../output/hardware-view.js';
import { transferLine, transferRate } from '../../output/import-view.js';

export const mediaHardware = defineCommand({
  name: 'media hardware',
  summary: 'tell which devices the installer and dom0 of a medium can drive',
  arguments: [{ name: '<id>', description: 'id or alias' }],
  options: [
    collect(
      '--pci <ids>',
      'vendor:device of a PCI device, as lspci -n shows them; with :subvendor:subdevice and :class where drivers go by these (may be repeated)',
    ),
    new Option('--modules', 'list all modules'),
  ],
  example: 'drydock media hardware xcp-ng-8.3.0 --pci 8086:1572 --pci 1000:005d:1028:1f42',
  input: z.strictObject({ id: z.string(), pci: z.array(pciDevice), modules: z.boolean().optional() }),
  act: async (input, context) => {
    const { surroundings, progress } = context;
    const rate = transferRate(surroundings.clock.now());
    const hardware = await hardwareOfMedium({
      mediaCache: context.settings.media.cache,
      id: input.id,
      signal: surroundings.signal,
      onProgress: (step) => {
        progress.draw([
          transferLine('reading drivers', step, rate(step.bytes, surroundings.clock.now()), progress.width),
        ]);
      },
    });
    const answers = answersFor(hardware, input.pci);
    return done(documentOf(hardware, answers, input.modules === true), [
      hardware.id,
      ...setLines('installer', hardware.installer),
      ...setLines('dom0', hardware.dom0),
      ...answers.flatMap(deviceLines),
      ...(input.modules === true ? moduleLines(hardware) : []),
    ]);
  },
});

function documentOf({ id, installer, dom0 }: MediumHardware, devices: unknown, withModules: boolean): unknown {
  return {
    id,
    installer:
      installer === null ? null : { ...setSummary(installer), ...(withModules ? { list: installer.modules } : {}) },
    dom0: { ...setSummary(dom0), ...(withModules ? { list: dom0.modules } : {}) },
    devices,
  };
}
