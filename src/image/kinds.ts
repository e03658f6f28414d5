/** Kinds of files that are opened, by their first bytes. */
export type Kind = 'tiff' | 'png' | 'jpeg' | 'npy' | 'zip';

const magics: readonly (readonly [kind: Kind, bytes: readonly number[]])[] = [
  ['tiff', [0x49, 0x49, 42, 0]],
  ['tiff', [0x4d, 0x4d, 0, 42]],
  ['tiff', [0x49, 0x49, 43, 0]],
  ['tiff', [0x4d, 0x4d, 0, 43]],
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpeg', [0xff, 0xd8, 0xff]],
  ['npy', [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]],
  ['zip', [0x50, 0x4b, 3, 4]]
];

/** What a file is by its first bytes; `undefined` where they are none that is opened here. */
export function kindOf(head: Uint8Array): Kind | undefined {
  return magics.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))?.[0];
}

interface Vendor {
  readonly name: string;
  /** The package of bioio that reads it. */
  readonly reader: string;
}

const czi = { name: 'Zeiss CZI', reader: 'bioio-czi' };
const nd2 = { name: 'Nikon ND2', reader: 'bioio-nd2' };
const lif = { name: 'Leica LIF', reader: 'bioio-lif' };
const others = 'bioio-bioformats';

const bySuffix: ReadonlyMap<string, Vendor> = new Map([
  ['czi', czi],
  ['nd2', nd2],
  ['lif', lif],
  ['lof', { name: 'Leica LOF', reader: others }],
  ['xlif', { name: 'Leica XLIF', reader: others }],
  ['oib', { name: 'Olympus OIB', reader: others }],
  ['oif', { name: 'Olympus OIF', reader: others }],
  ['oir', { name: 'Olympus OIR', reader: others }],
  ['vsi', { name: 'Olympus VSI', reader: others }],
  ['ets', { name: 'Olympus VSI (its .ets part)', reader: others }],
  ['ims', { name: 'Imaris IMS', reader: others }],
  ['sldy', { name: 'SlideBook', reader: 'bioio-sldy' }],
  ['sld', { name: 'SlideBook', reader: others }],
  ['dv', { name: 'DeltaVision DV', reader: 'bioio-dv' }],
  ['r3d', { name: 'DeltaVision R3D', reader: 'bioio-dv' }],
  ['mrc', { name: 'MRC', reader: others }],
  ['zvi', { name: 'Zeiss ZVI', reader: others }],
  ['mrxs', { name: '3DHistech MRXS', reader: others }],
  ['ics', { name: 'ICS', reader: others }],
  ['ids', { name: 'ICS', reader: others }],
  ['dcm', { name: 'DICOM', reader: others }],
  ['nii', { name: 'NIfTI', reader: others }],
  ['h5', { name: 'HDF5', reader: others }],
  ['hdf5', { name: 'HDF5', reader: others }],
  ['n5', { name: 'N5', reader: others }],
  ['gif', { name: 'GIF', reader: 'bioio-imageio' }],
  ['bmp', { name: 'BMP', reader: 'bioio-imageio' }],
  ['webp', { name: 'WebP', reader: 'bioio-imageio' }],
  ['jp2', { name: 'JPEG 2000', reader: others }],
  ['avi', { name: 'AVI', reader: 'bioio-imageio' }],
  ['mp4', { name: 'MP4', reader: 'bioio-imageio' }]
]);

const byMagic: readonly (readonly [vendor: Vendor, bytes: readonly number[]])[] = [
  [czi, [0x5a, 0x49, 0x53, 0x52, 0x41, 0x57, 0x46, 0x49, 0x4c, 0x45]], // ZISRAWFILE
  [nd2, [0xda, 0xce, 0xbe, 0x0a]],
  [nd2, [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20]], // the older one is a JPEG 2000
  [lif, [0x70, 0, 0, 0]],
  [{ name: 'Olympus OIB or Zeiss ZVI', reader: others }, [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
  [{ name: 'HDF5 (Imaris IMS, for instance)', reader: others }, [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a]]
];

/** The microscope maker's (or any other) kind that a file is, by its bytes, then by its name. */
export function vendorOf(head: Uint8Array, name: string): Vendor | undefined {
  const found = byMagic.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))?.[0];
  return bySuffix.get(suffixOf(name)) ?? found;
}

function suffixOf(name: string): string {
  return /\.([^./\\]+)$/.exec(name.toLowerCase())?.[1] ?? '';
}

/** What to do with a file that cannot be opened here. */
export function vendorMessage(name: string, vendor: Vendor): string {
  return (
    `“${name}” is a ${vendor.name} file, which cannot be opened here directly. In a Python that has bioio and ` +
    `${vendor.reader} (pip install bioio ${vendor.reader} bioio-ome-tiff) save it as OME-TIFF: ` +
    `from bioio import BioImage; BioImage("${name}").save("image.ome.tiff"). Fiji's File > Save As > Tiff does it, too.`
  );
}
