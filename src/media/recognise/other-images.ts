/** Names well-known images that people mistake for install media, by a file or a volume label that only they have. */
import type { IsoImage } from '../iso9660/iso-image.js';

interface KnownImage {
  readonly name: string;
  /** Of a path in the image, or of the volume's label. */
  readonly mark: RegExp;
}

const knownImages: readonly KnownImage[] = [
  { name: 'an iPXE boot image', mark: /^ipxe\.(krn|lkrn|efi)$/i },
  { name: 'a Memtest86+ image', mark: /^((boot\/)?memtest|mt86plus)/i },
  { name: 'a GRUB rescue image', mark: /^boot\/grub\/.*\.mod$/ },
  { name: 'a Windows installation disc', mark: /^sources\/(install|boot)\.(wim|esd)$/i },
  { name: 'a disc of Debian or one of its relatives', mark: /^\.disk\/info$/ },
  { name: 'a VMware ESXi installation disc', mark: /^(upgrade\/)?(boot\.cfg|imgdb\.tgz)$/i },
  {
    name: 'a virtual machine tools disc',
    mark: /^(Linux\/xe-guest-utilities|citrix.*\.(exe|msi)$|managementagentx64\.msi$)/i,
  },
];

/** What an image is that is no install medium: "a GRUB rescue image (volume ISOIMAGE, 290 files, boots by BIOS and UEFI)". */
export function describeImage(image: IsoImage): string {
  const files = image.entries.filter((entry) => entry.kind === 'file');
  const known = knownImages.find(
    ({ mark }) => mark.test(image.volume.label) || files.some((file) => mark.test(file.path)),
  );
  const boots = [...new Set(image.bootRecords.map((record) => record.platform))].map((platform) =>
    platform.toUpperCase(),
  );
  const booting = boots.length === 0 ? 'does not boot' : `boots by ${boots.join(' and ')}`;
  return `${known?.name ?? 'another disc'} (volume ${image.volume.label}, ${files.length} files, ${booting})`;
}
