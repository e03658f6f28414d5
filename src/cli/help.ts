const usage = {
  check:
    'zooport check   [--format-only] [--json] [--jobs N] [--python EXECUTABLE] [--timeout SECONDS] [--allow-code] PATH...',
  run: 'zooport run     BUNDLE IMAGE... --output FOLDER [--axes AXES] [--planes each|projection] [--channels CHANNELS] [--tile N] [--threads N] [--engine auto|onnxruntime|zooport] [--format tif|npy] [--again] [--json] [--timeout SECONDS] [--allow-code]',
  export:
    'zooport export  FOLDER|NETWORK-FILE [--axes AXES] --input IMAGE --output BUNDLE.zip [--network NAME] [--metadata FILE.yaml] [--python EXECUTABLE] [--timeout SECONDS] [--allow-code] [--json]',
  convert: 'zooport convert MODEL --output MODEL.onnx [--timeout SECONDS] [--allow-code] [--json]'
} as const;

const details: Readonly<Record<keyof typeof usage, string>> = {
  check: `Opens bundles of the BioImage Model Zoo, checks their description and files, runs each network on its test
input and compares with its test output.

  PATH            a .zip, a folder, or a description (.yaml)
  --format-only   check the description and the files, but run nothing
  --jobs          how many bundles are checked side by side, each in a process of its own; default: one after the other
  --python        a Python that has Keras, PyTorch or TensorFlow: the weights that are not ONNX are run there, each
                  in a process of its own; without it they are "not run"
  --timeout       how long each bundle's network may take, in seconds (default 600, ten minutes); then it is "not run"
  --allow-code    with --python: run code that weights hold or need (a Lambda layer, the architecture of a state dict),
                  where you trust who made the bundle
  --json          print one JSON document on standard output`,
  run: `Runs the network of a bundle on images of any size and writes what it gives.

  BUNDLE          a .zip, a folder, or a description (.yaml)
  IMAGE           a file, or a folder: then all images in it, but not in folders below. A network of several inputs
                  takes an image for each, one after the other, or a folder for each
  --output        the folder for the results, made where it is missing: IMAGE.OUTPUT.tif for each image and output of
                  the network, and results.csv with what was done
  --axes          a letter for each axis of the images, for instance zyx or cyx, where their files do not say or are
                  wrong; t is time, c channels. Once for all, or once for each input of the network
  --planes        a stack, for a network of planes: each plane by itself (the default), or their maximum projection
  --channels      channels that the network is given, by number from 0 or by name, for instance 0,2 or DAPI
  --tile          side of the tiles in pixels, border included, that a large image is cut into; default: what suits
  --threads       how many tiles are run side by side; default: what the machine has, four at most
  --engine        auto and onnxruntime are the same so far
  --format        tif (the default; for Fiji and Python) or npy (the numbers as the network gives them)
  --again         also what results.csv says was done with this image, bundle and options; else only what is missing,
                  older than the image or bundle, or was made with others
  --timeout       how long each image may take, in seconds; no limit where nothing is said
  --allow-code    changes nothing: run never runs code of a bundle
  --json          print one JSON document on standard output`,
  export: `Makes a bundle from what training left behind, or of any other network, and checks it.

  FOLDER          the model folder of the notebook
  NETWORK-FILE    a network of PyTorch (.pt, .pth) or Keras (.keras, .h5, .hdf5), which is exported alone
  --axes          of a network file: a letter for each axis of the image, for instance yx, zyx, cyx or yxc
  --input         the image for the test input: .tif, .png or .npy, as the notebook's prediction cell would read it;
                  once for each input of a network file that takes several, and so is --axes
  --output        the bundle to write; an older one is replaced once the new one is whole
  --network       the notebook's name of the network, where the files do not tell, for instance "U-Net (2D)"
  --metadata      a YAML file with name, authors, license, cite, tags and other keys of the description
  --python        the Python that has the framework; default: the one beside zooport
  --timeout       how long the export, and then its check, may take, in seconds (default 600, ten minutes)
  --allow-code    run code that the network's file holds (a Lambda layer, a pickle), where you trust who made it
  --json          print one JSON document on standard output`,
  convert: `Converts a Keras network to ONNX. Needs no Python and no TensorFlow.

  MODEL           a .keras, .h5 or .hdf5 file with the whole network; or one with weights only and the config.json of
                  CARE, Noise2Void or StarDist beside it; or the folder that holds them
  --output        the ONNX file to write
  --timeout       how long it may take, in seconds (default 600, ten minutes)
  --allow-code    changes nothing: convert never runs code of a file
  --json          print one JSON document on standard output`
};

const ending = `Exit code 0: all passed. 1: something failed. 2: it could not be read, or the call is wrong.
130: stopped by Ctrl-C. 143: told to end (SIGTERM).`;

/** What `--help` prints: of one command, or of all. */
export function helpText(topic?: string): string {
  if (topic !== undefined && isCommand(topic)) {
    return `${usage[topic]}\n\n${details[topic]}\n\n${ending}\n`;
  }
  const lines = Object.values(usage).map(line => `  ${line}`);
  return `From a trained microscopy network to a BioImage Model Zoo bundle, with proof.\n\n${lines.join('\n')}\n\n  zooport COMMAND --help\n  zooport --version\n\n${ending}\n`;
}

/** The line that a wrong call is answered with. */
export function usageLine(command?: string): string {
  return command !== undefined && isCommand(command) ? usage[command] : Object.values(usage).join('\n       ');
}

function isCommand(name: string): name is keyof typeof usage {
  return Object.hasOwn(usage, name);
}
