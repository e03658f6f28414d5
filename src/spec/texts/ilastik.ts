/** What ilastik cannot run, or runs differently (`by: ilastik`). */
export const ilastikTexts = {
  'ilastik-format': 'ilastik refuses descriptions that break the format ({errors}). Mend the description first.',
  'ilastik-newer':
    'ilastik knows the format up to 0.5.9, where {where} is a plain text; here it has fields of its own, and the model is refused. Write the file’s name alone, which format {version} allows.',
  'ilastik-new-field':
    '{where} came after format 0.5.9, the newest that ilastik knows, and the model is refused. Do without it, if the network allows.',
  'ilastik-weights':
    'ilastik takes TorchScript and PyTorch weights only; here there are {formats}. A network of PyTorch can be saved as TorchScript as well; one of Keras cannot, and does not run in ilastik.',
  'ilastik-torch':
    'The weights were written by PyTorch {version}, newer than ilastik’s 2.7. They may not open there: try them, or save them with 2.7.',
  'ilastik-library':
    'The network’s code comes from “{library}”, which ilastik does not have ({where}). Add TorchScript weights.',
  'ilastik-inputs': 'The model takes {count} inputs; ilastik runs models with one.',
  'ilastik-outputs':
    'The model has {count} outputs; ilastik runs models with one. Export it with the one that matters.',
  'ilastik-channel':
    '“{tensor}” has no axis called “channel”, which ilastik needs. Describe one, with one name per channel.',
  'ilastik-batch': '“{tensor}” has no batch axis, which ilastik needs. Export the network with one.',
  'ilastik-axis': 'Axis “{axis}” of “{tensor}” is none that ilastik knows ({where}). It knows {known}.',
  'ilastik-space': '“{tensor}” has {count} axes in space; ilastik shows images of at least two.',
  'ilastik-axes-order':
    'The output has the axes {output}, the input {input}. ilastik takes them for the same and fails. Export the network with the same axes in the same order.',
  'ilastik-size':
    'Output “{tensor}” is not as large as the input along “{axis}” ({where}). ilastik lays the result over the image and fails. Let the network keep the size.',
  'ilastik-halo':
    'ilastik works in tiles of {tile} pixels along “{axis}”, and the halo takes {halo} at each end, so nothing is left. Choose at most {most}, or a larger smallest size.',
  'ilastik-no-halo':
    'No halo is given, so ilastik sets its tiles ({tile} pixels) side by side, and seams may show where the network looks beyond a tile. Give the output a halo.',
  'ilastik-step': 'ilastik cannot run the step “{id}” ({where}). It would need software that ilastik does not have.',
  'ilastik-tile-values':
    'ilastik works in tiles and measures each by itself in the step “{id}” ({where}), so the numbers differ from those of the whole image, and brightness may jump between tiles. Fixed numbers, as in scale_linear, give the same everywhere.',
  'ilastik-probability':
    'ilastik shows every result as probabilities from 0 to 1; the values of “{tensor}” are others ({where}). Set the contrast by hand there; saved values are right, as float32.'
} as const;
