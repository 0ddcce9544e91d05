/** How the upgrade plugins differ from generation to generation (media-and-clients.md 2.1, 2.7, 3.1). */
import type { HostPluginGeneration } from '../releases/release-facts.js';
import type { HostLibraryGeneration } from './host-library.js';

export interface PluginHabits {
  readonly library: HostLibraryGeneration;
  readonly bootFiles: readonly string[];
  /** Taken in place of a boot file that is not there. */
  readonly substitutes: Readonly<Record<string, string>>;
  /** What `main` reads beside the boot files, and `testUrl` does not look for. */
  readonly readByMain: readonly string[];
  /**
   * Whether `main` reads the version once more after the download (from 2013-10), and what becomes of it when there is none
   * then: a crash that nobody catches, or a refusal like every other.
   */
  readonly secondLook: 'none' | 'crashes' | 'refuses';
  /** Over FTP the second look waits for an answer that never comes, until the server ends the session (2.2). */
  readonly hangsOverFtp: boolean;
  /** Tells server errors apart instead of saying INVALID_URL. */
  readonly namesServerErrors: boolean;
  /** `default`: the boot entry stays the default until the installer removes it; `one-shot` from 1.2.0 on. */
  readonly bootEntry: 'default' | 'one-shot';
  /** Packs install.img anew with the answer file in it: until 1.1.2 (2017). */
  readonly packsImage: boolean;
  /** The argument `script` of `main` came 2016-10. */
  readonly takesScripts: boolean;
  /** `testSafe2Upgrade` says why not, from 2.2 on; before it knows too little space and "false". */
  readonly detailedRepartitionAnswers: boolean;
}

const bootFiles2011 = ['install.img', 'boot/vmlinuz', 'boot/xen.gz'];
const bootFiles2013 = [...bootFiles2011, 'boot/isolinux/isolinux.cfg'];

const from2012 = {
  library: '2012-06',
  bootFiles: bootFiles2011,
  substitutes: {},
  readByMain: [],
  secondLook: 'none',
  hangsOverFtp: false,
  namesServerErrors: false,
  bootEntry: 'default',
  packsImage: true,
  takesScripts: false,
  detailedRepartitionAnswers: false,
} as const satisfies PluginHabits;

const from2013 = {
  ...from2012,
  library: '1.9.0',
  bootFiles: bootFiles2013,
  secondLook: 'crashes',
  hangsOverFtp: true,
} as const satisfies PluginHabits;

const from2016 = { ...from2013, library: '2016-05', hangsOverFtp: false } as const satisfies PluginHabits;

/** Read in changelogs alone. Its order is taken to be that of 2016-11, on the recorded newer library. */
const from2019 = {
  ...from2016,
  library: '2.3.5',
  secondLook: 'refuses',
  namesServerErrors: true,
  bootEntry: 'one-shot',
  packsImage: false,
  takesScripts: true,
  detailedRepartitionAnswers: true,
} as const satisfies PluginHabits;

const from2024 = { ...from2019, library: '3.0.4' } as const satisfies PluginHabits;

/**
 * Version 3.0.2 of 2024-12 asks for no isolinux.cfg any more, so that media that boot by UEFI only pass. Such media are
 * known to have boot/xen.efi, and may have boot/xen.gz no more: which of the two the plugin takes is not known, and what is
 * on the medium is right under both (media-and-clients.md 1.2).
 */
const withoutIsolinux = {
  ...from2024,
  bootFiles: bootFiles2011,
  substitutes: { 'boot/xen.gz': 'boot/xen.efi' },
} as const satisfies PluginHabits;

/** Version 3.0.3 of 2025-01 takes Xen's arguments from grub.cfg; that it is this one, and read by `main` alone, is deduced. */
const withGrubConfig = { ...withoutIsolinux, readByMain: ['EFI/xenserver/grub.cfg'] } as const satisfies PluginHabits;

export const pluginHabits: Readonly<Record<HostPluginGeneration, PluginHabits>> = {
  '2012-06': from2012,
  '2013-10': from2013,
  '2016-05': from2016,
  '2016-11': { ...from2016, library: '2.0.3', takesScripts: true },
  '2.3.5': from2019,
  '3.0.4': from2024,
  'plugin-3.0.2': withoutIsolinux,
  'plugin-3.0.3': withGrubConfig,
};
