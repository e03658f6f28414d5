/** What QuPath cannot read or run, or runs differently (`by: qupath`). */
export const qupathTexts = {
  // What its reader refuses
  'qupath-file-name':
    'QuPath looks for a description whose name begins with “rdf” or “model”; here it is “{file}”. Rename it to rdf.yaml.',
  'qupath-field': 'QuPath refuses descriptions without {where}. Fill it in.',
  'qupath-old-field':
    'In format {version} QuPath asks for {where} at the top of the description, as in format 0.4, and refuses the file without it. Write the description in format 0.5.1 or later.',
  'qupath-plain-text':
    'QuPath reads {where} only where it is a plain text; here it has fields of its own, and the file is refused. Write “{source}” alone, which format 0.5.10 allows.',
  'qupath-list':
    'QuPath reads “{name}” of “{id}” ({where}) only as a list, one number for each channel, and refuses the file otherwise. Write a list; for one channel a list of one number, and “axis: channel” beside it.',
  'qupath-number':
    'QuPath reads “{name}” of “{id}” ({where}) only as one number, and refuses the file otherwise. Write one number for all channels.',
  'qupath-settings': 'QuPath refuses the file where the step “{id}” ({where}) has no settings. Write them.',
  'qupath-channel-names':
    'The channel axis of “{tensor}” has no “channel_names”, without which QuPath refuses the file. Name each channel.',
  'qupath-axis':
    'QuPath does not know axis “{axis}” of “{tensor}” ({where}) and refuses the file. It knows x, y and z.',

  // What it cannot run
  'qupath-inputs': 'The model takes {count} inputs; QuPath runs models with one.',
  'qupath-outputs': 'The model has {count} outputs; QuPath runs models with one. Export it with the one that matters.',
  'qupath-3d': 'The model takes stacks; QuPath runs models for two-dimensional images only.',
  'qupath-axes': '“{tensor}” lacks axes that QuPath needs: {missing}. Export the network with them.',
  'qupath-weights':
    'QuPath runs TorchScript, TensorFlow bundles and ONNX; here there are {formats}, which it passes by. Add one of these.',
  'qupath-onnx':
    'Of the weights here QuPath runs ONNX alone, and its finished program has no engine for that: only one that was built from the source with OnnxRuntime. TorchScript weights run everywhere; a Keras network does not give them.',
  'qupath-unzip':
    'QuPath does not open the zip with the TensorFlow weights: unzip “{file}” beside the description. It has no TensorFlow on Macs with Apple processors.',
  'qupath-extensions':
    'QuPath runs the model as a pixel classifier. It needs the extensions Bioimage Model Zoo and Deep Java Library; unzip the bundle and choose its rdf.yaml there.',

  // What comes out otherwise
  'qupath-step-left-out':
    'QuPath leaves out the step “{id}” ({where}), which it does not know, so the numbers come out otherwise. It knows {known}.',
  'qupath-percentiles':
    'QuPath takes 100 for a missing “min_percentile” and 0 for a missing “max_percentile” ({where}), so the numbers come out wrong. Write both.',
  'qupath-tile-values':
    'QuPath works in tiles and measures each by itself in the step “{id}” ({where}), so the numbers differ from those of the whole image, and brightness may jump between tiles.',
  'qupath-halo':
    'QuPath does not read the halo of format 0.5 ({where}): it sets its tiles side by side, and seams show where the network looks beyond a tile.',
  'qupath-tile':
    'QuPath begins with tiles of {tile} pixels along “{axis}” ({where}), a multiple of the smallest size; the network takes {min}, {next} and so on. Choose another tile size there, or a smallest size that is a multiple of {step}.',
  'qupath-offset':
    'The size of output “{tensor}” has no “offset” ({where}), which QuPath takes for one pixel more than the input. Write 0.'
} as const;
