/** What the ONNX file itself says against the description, and the sizes that it takes. */
export const networkTexts = {
  // The file
  'network-unreadable':
    'The file “{file}” ({where}) is not an ONNX network, or it is damaged or cut short. Export the network again, or download the file again.',
  'weights-opset':
    'The network “{file}” is written in version {actual} of the ONNX operators (its opset), but the description says {declared}. Write {actual}.',
  'network-opset-new':
    'The network “{file}” is written in version {actual} of the ONNX operators (its opset), and here they are known up to version {most}. Export it with opset 17, which the programs of the zoo read.',
  'network-version-new':
    'The network “{file}” is written in version {actual} of the ONNX file format, and here it is known up to version {most}. Export it with an older version of the onnx package (file format 8).',
  'network-external':
    'The network “{file}” keeps its weights in a second file (“{second}”). The zoo’s library in Python and this page run it so, Fiji and ilastik do not. For them, save it as one file.',
  'network-external-missing':
    'The network “{file}” keeps its weights in another file, “{second}”, which the description does not name under “external_data”, so no program can load it. Save it as one file, or name that file there.',
  'network-external-place':
    'The network “{file}” asks for its weights in a folder (“{second}”), but the zoo lays “{found}” beside the network, where it is not looked for. Save the network as one file.',
  'network-foreign':
    'The network “{file}” uses operations that are no part of the ONNX standard: {operators}. Not every program has them. Export the network without them where you can.',

  // Its inputs and outputs
  'network-count':
    'The network has {found} {kind} ({names}), but the description lists {expected} ({ids}). Describe the same ones, in the same order.',
  'network-order':
    'The network’s {kind} are {names}, in this order, but the description lists {ids}. They are matched by their position, not by name: list them in the network’s order.',
  'network-dimensions':
    'The network’s {kind} “{name}” has {found} dimensions ({shape}), but “{tensor}” has {expected} axes ({axes}). Describe one axis for each dimension, in the network’s order.',
  'network-type':
    'The network takes {found} numbers as “{tensor}”, but its preprocessing ends with {expected}. End it with the step “ensure_dtype” and {found}, or export the network for {expected}.',
  'network-type-unknown':
    'The network’s {kind} “{name}” holds {found} numbers, which the format does not know. Export the network with float32.',
  'network-batch':
    'The network takes exactly {size} image at a time, but {where} allows any number, and the zoo tries 2. Write “size: {size}” there, or export the network with a free batch.',
  'network-channels':
    'The network takes {size} channels as “{tensor}”, but the description names {expected} ({names}). Name each channel of the network once.',
  'network-rays':
    'The step “stardist_postprocessing” of “{tensor}” says {rays} rays, but the network gives {channels} channels: a probability and {size} rays. Python takes what the network gives; other programs may not. Write {size}.',
  'network-fixed':
    'The network takes exactly {size} along “{axis}” of “{tensor}”, but the description also allows other sizes ({allowed} …). Write the size {size}, or export the network with free sizes.',
  'network-size':
    'The network takes exactly {size} along “{axis}” of “{tensor}”, but the description says {expected}. Write {size}, or export the network for {expected}.',
  'network-result':
    'By its own file the network gives {size} along “{axis}” of “{tensor}”, but the description says {expected}. Correct the one that is wrong: what comes out counts.',

  // The sizes that the zoo tries
  'size-fails':
    'The description also allows {input}, but there the network cannot run: {reason} State only sizes that it takes; the zoo tries this one.',
  'size-result':
    'The description also allows {input}. There the network gives {found} for “{tensor}”, where the description says {expected}. Correct the smallest size, the step or the offset; the zoo tries this size.',
  'size-fails-old':
    'The description also allows {input}, but there the network cannot run: {reason} State only sizes that it takes.',
  'size-result-old':
    'The description also allows {input}. There the network gives {found} for “{tensor}”, where the description says {expected}. Correct the smallest size, the step or the offset.',
  'size-later':
    '{where} follows axis “{axis}” of “{tensor}”, which the zoo’s test computes later, so that it stops there. Write the size itself, or put that axis before this one.',
  'size-untried':
    'The zoo also tries {input}, {times} times as much as the test image. That would take too long here, so it was not tried.'
} as const;
