/** What deepImageJ cannot run, or runs differently (`by: deepimagej`). */
export const deepimagejTexts = {
  // What keeps a model out of Fiji's list
  'dij-file-name': 'Fiji looks for the description under the name “rdf.yaml” only; here it is “{file}”. Rename it.',
  'dij-folder':
    'The files lie in a folder “{folder}” inside the bundle, where Fiji does not see them. Zip the files, not their folder.',
  'dij-version':
    'The description says format {version}; Fiji reads 0.4 and 0.5 only, so the model will be missing from its list. Write it in format 0.5.',
  'dij-id':
    'The model has no “id”. Together with “config” this keeps it out of Fiji’s list. Add one, for instance “{id}”.',
  'dij-id-invented': 'The model has no “id”, so Fiji will invent a name for it. Add one, for instance “{id}”.',
  'dij-plain-text':
    'Fiji reads {where} only where it is a plain text; here it has fields of its own, and the model will be missing from Fiji’s list. Write “{source}” alone, which format {version} allows.',
  'dij-timestamp':
    '“timestamp” is there but empty, which keeps the model out of Fiji’s list. Remove it, or write date and time.',
  'dij-channel-names':
    'The channel axis of “{tensor}” has no “channel_names”, without which Fiji cannot read the model. Name each channel.',
  'dij-axis-id':
    'An axis of “{tensor}” is called “{written}” ({where}). Fiji knows only x, y and z, in lower case. Rename it.',
  'dij-axis-nameless':
    'An axis of “{tensor}” has no “id” ({where}), without which Fiji cannot read the model. Call it x, y or z.',
  'dij-empty-scale':
    'The size of output “{tensor}” has an empty entry in its scale ({where}), which Fiji cannot read. Write the size of that axis as a number.',
  'dij-halo-reference':
    'Axis “{axis}” of output “{tensor}” has a halo, but its size follows another output ({where}). Fiji needs it to follow an input: refer to one.',

  // Weights
  'dij-weights':
    'The weights ({formats}) are of no kind that Fiji can open. Add ONNX weights (of opset 17 or lower) or TorchScript.',
  'dij-state-dict':
    'There are only PyTorch weights that need their own code. Fiji first fetches a Python of several gigabytes for them, and may give other numbers. Add ONNX or TorchScript weights.',
  'dij-weights-place':
    'The weights file “{file}” is not beside the description. Fiji looks for it there and then asks for an engine, which does not help. Put it at the top of the bundle.',
  'dij-weights-first':
    'Of several weights Fiji opens {first} and does not fall back on {others}. Which one it is cannot be chosen.',
  'dij-onnx-linux':
    'On Linux Fiji may close by itself when it runs ONNX weights: its ONNX engine (0.4.2), built from its source, did so with every network, the smallest one too. It is no fault of this bundle. The finished engine that Fiji downloads was not tried, nor were Windows and macOS. Python and the browser give the result.',
  'dij-onnx-opset':
    'The ONNX weights are too new for Fiji: they use version {opset} of the ONNX operators (the opset), and its engine reads up to {most}. Export them again with opset {most}.',
  'dij-onnx-ir':
    'The ONNX file is too new for Fiji: it is of version {ir} of the file format (its IR), and Fiji’s engine reads up to {most}. Export it again, with PyTorch for instance by torch.onnx.export(…, dynamo=False, opset_version=17).',
  'dij-onnx-external':
    'The numbers of the ONNX weights lie in a second file, which Fiji does not open. Save them as a single ONNX file.',
  'dij-onnx-input':
    'The ONNX network takes {type} for “{name}”, but Fiji hands every image over as float32. Export it with float32 inputs.',
  'dij-onnx-outputs':
    'The ONNX network has {found} outputs and the description lists {described}. Fiji needs the same ones, in the same order.',
  'dij-onnx-rank':
    '“{name}” of the ONNX network has {rank} dimensions; Fiji knows up to five. Leave out axes that are not needed.',
  'dij-onnx-declared':
    'The description names another version of the ONNX operators (the opset) than the ONNX file has: {declared} instead of {opset}. A macro in Fiji then fetches an engine that is too old. Write {opset}.',
  'dij-torch-missing':
    'The TorchScript weights do not say which PyTorch wrote them ({where}); Fiji takes 1.13.1. Write the version.',
  'dij-torch-version':
    'The TorchScript weights were written by PyTorch {version}; Fiji runs them with 2.0.0, which works unless the network uses something newer. Try them in Fiji, or add ONNX weights instead.',
  'dij-torch-suffix': 'The TorchScript file “{file}” does not end in .pt, so Fiji makes a second copy. Rename it.',
  'dij-tensorflow-missing':
    'The TensorFlow weights do not say their version ({where}), without which Fiji stops. Write the version that saved them.',
  'dij-tensorflow-new':
    'The TensorFlow weights were saved by {version}. Fiji’s window opens them with 2.7 and macros with 2.10 (Java 11), and newer ones often fail; Macs with Apple processors have no engine for them. Use ONNX weights instead.',
  'dij-tensorflow-mac':
    'TensorFlow weights do not run in Fiji on Macs with Apple processors. Use ONNX weights instead.',

  'dij-reproduction':
    'Fiji runs the same {format} weights that failed here on their own test: {reason}. Expect no better there; mend that first.',

  // Tensors
  'dij-inputs':
    'The model takes {count} inputs; Fiji runs models with one. Put the images into the channels of one input, if the network allows it.',
  'dij-outputs':
    'The model has {count} outputs. Fiji shows them all, but the zoo’s own test of deepImageJ can pass with one only.',
  'dij-channel':
    '“{tensor}” has no channel axis, which Fiji needs. Export the network with one, and describe it as a channel axis with one name.',
  'dij-axis-type':
    'Axis “{axis}” of “{tensor}” is of type {type} ({where}). Fiji knows batch, channel, z, y and x only. Describe it as one of these, or use the model elsewhere.',
  'dij-output-kind':
    'The values of output “{tensor}” are described as {type} with a list of values or as true and false ({where}), which Fiji cannot take. Let the network’s float32 stand: “type: float32”.',
  'dij-output-type':
    'Output “{tensor}” is described as {type}, but the network itself gives {given} ({where}), and Fiji takes no other. Write {given}.',
  'dij-output-likely':
    'Output “{tensor}” is described as {type} ({where}). Fiji takes it only where the network itself gives {type}; most networks give float32. Write what the network gives.',
  'dij-sample':
    'There is a sample image beside the test image ({where}). The zoo’s own test of deepImageJ runs the sample and expects the test output, so it passes only where both show the same.',

  // Sizes
  'dij-step':
    'Axis “{axis}” of “{tensor}” begins at {min} and grows by {step}; Fiji needs the smallest size to be a multiple of the step. Choose {better} for the smallest size.',
  'dij-tiling':
    'The block “deepimagej” in “config” does not allow tiling, and then Fiji refuses networks that take several sizes. Remove the block.',
  'dij-tiling-cut':
    'The block “deepimagej” in “config” does not allow tiling, so Fiji cuts larger images off without a word. Remove the block.',
  'dij-fixed-output':
    'Axis “{axis}” of output “{tensor}” has always {size} pixels although the input’s size is free ({where}). Fiji cannot plan this: let it follow the input, or fix the input’s size.',
  'dij-output-scale':
    'Axis “{axis}” of output “{tensor}” has the scale {scale} ({where}). Fiji takes this for a change of size and stops. Where it is only the pixel size, remove it; a network that changes the size runs in Fiji only when described in format 0.4.',
  'dij-output-offset':
    'Axis “{axis}” of output “{tensor}” is {offset} pixels off the input’s size ({where}). Fiji counts this twice and stops. Let the network keep the size, for instance by padding.',
  'dij-fixed-halo':
    'Output “{tensor}” has a halo on a size that is a number ({where}). Fiji then puts the tiles in the wrong places, without an error. Let the size follow the input.',
  'dij-whole-image':
    'Fiji does not cut images for networks of free size: it runs them whole, and hangs above about {most} million pixels. For larger images crop them, or describe a fixed size with a halo.',
  'dij-whole-stack':
    'Fiji does not cut stacks for networks of free size: it runs them whole, and hangs above about {most} million voxels, which a stack soon has. Describe a fixed size with a halo: then it works in tiles.',
  'dij-border':
    'Fiji mirrors the image outward by the halo before the network runs; Python runs the image as it is, and so was the test output made. The results therefore differ near the border, by up to nine tenths of their range: in the outermost pixels ({border}). Further inside they are equal. Compare the inside only, and keep the halo: programs that work in tiles need it.',
  'dij-smallest':
    'Fiji refuses images that are smaller than this many pixels: {sides}. It mirrors them outward by the halo, and no further than their own size. Pad smaller ones first.',

  // Steps before and after the network
  'dij-step-endless':
    'The name “{name}” ({where}) sends Fiji into an endless loop: a “_” must be followed by a lower-case letter. Only a step without such a name runs there.',
  'dij-step-unknown':
    'Fiji does not know the step “{id}” ({where}). Do without it, or build it into the network; it knows {known}.',
  'dij-step-setting':
    'Fiji does not know the setting “{name}” of “{id}” ({where}) and stops. Do without it, or choose another step.',
  'dij-clip': 'Fiji clips only between two given numbers ({where}). Write both “min” and “max”, without percentiles.',
  'dij-threshold':
    'A pixel of exactly {threshold} is above the threshold in Fiji, and below it in Python ({where}). Nearly no pixel is.',
  'dij-threshold-list': 'Fiji needs one number as threshold for all channels ({where}). Write one.',
  'dij-mean-list':
    'Fiji stops at a mean and deviation given for an axis or as a list ({where}), even for one channel. Write one number each, and no axis.',
  'dij-mean-axes': 'Fiji stops where one mean goes with axes ({where}). Remove “axes”.',
  'dij-linear':
    'Fiji uses the first gain and offset for all channels ({where}), so the others come out wrong. Write one number that fits all, or build the step into the network.',
  'dij-linear-slow':
    'Where gain and offset are lists ({where}), Fiji carries out the step pixel by pixel: right for one channel, but 5 to 30 seconds for a million pixels. QuPath reads lists only.',
  'dij-variance':
    'Each of the {channels} channels shall be normalised by itself ({where}); Fiji normalises all of them together, once per channel, so the numbers come out wrong. Let “axes” name the channel too, if the network was trained that way.',
  'dij-batch':
    '“axes” names the batch ({where}), and Fiji then also puts the {channels} channels together, so the numbers come out wrong. Leave “batch” out.',
  'dij-reference':
    'Fiji takes the percentiles from the image itself and not from the tensor that is named here ({where}), so the numbers differ.',
  'dij-percentile':
    'Fiji takes a pixel’s own value for the percentiles {least} and {most}, Python one between two pixels ({where}). On the images of eight trained networks no more than 0.000002 came of it; on images of few pixels it can be 0.01. Only 0 and 100 give exactly the same.',
  'dij-macros':
    'The description names ImageJ macros ({files}). Fiji no longer runs them: describe their steps as preprocessing and postprocessing.',

  // StarDist
  'dij-stardist-name':
    'Fiji knows a StarDist model by the word “StarDist” in its name. Without it Fiji runs the bare network, and stops at the step that makes the objects; where no such step is described, the result is probabilities and distances. Add the word to {where}.',
  'dij-stardist-weights':
    'Fiji runs StarDist models by their Keras weights, and no .h5 file lies at the top of the bundle. Attach it.',
  'dij-stardist-config': 'Fiji runs StarDist models by {where}, which is missing. Add StarDist’s own {field}.',
  'dij-stardist-axes': 'Fiji runs StarDist models with the axes batch, y, x and channel; missing here: {missing}.',
  'dij-stardist-3d':
    'Of StarDist models in 3D, Fiji’s general command runs none. Use its own command “DeepImageJ StarDist”.',
  'dij-stardist-python':
    "For StarDist models Fiji fetches a Python of its own the first time. Say yes: whoever declines gets no result but an error, “Input size too small” or “Invalid method 'stardist_postprocessing'”."
} as const;
