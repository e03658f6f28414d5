/** What the rules of format 0.4 say that 0.5 does not have. */
export const oldTexts = {
  'old-unreadable':
    'The description is of an early version of the format, and some of its fields are of another kind than that version has. Describe the model anew in version 0.5.',
  'old-tensor-name':
    '{where} is “{name}”. The name of a tensor has letters, digits and underscores, starts with a letter, and is no word of Python such as “class”.',
  'old-step-letters':
    '{where} is “{found}”. The axes of a step are written with the letters c, z, y and x, each at most once.',
  'old-step-axes': 'The step “{id}” does not say along which axes it works ({where}). Name them, such as “yx”.',
  'old-fixed-values':
    '{where} has no “mean” or no “std”, which the mode “fixed” needs. Add both, or choose the mode “per_sample”.',
  'old-measured-values':
    '{where} gives “mean” or “std”, but in the mode “{mode}” they are measured. Remove them, or choose the mode “fixed”.',
  'old-batch-size': '{where} is {found}, but the batch of an input is always 1. Write 1.',
  'old-batch-step': '{where} is {found}, but the batch does not grow in steps. Write 0.',
  'old-offset-half': '{where} is {found}. An offset is a number of whole or half pixels.',
  'old-new-axis':
    '{where} does not fit: axis {number} is new in the output, so its size is twice its offset; but that is 0. Give it an offset.',
  'old-shape-reference': '{where} refers to tensor “{tensor}”, which does not exist. Use one of: {known}.',
  'old-shape-axes':
    '{where} has {found} scales, but tensor “{tensor}”, from which the size is computed, has {expected} axes. Write one for each; leave it empty for a new axis.',
  'old-shape-circle':
    'The size of “{tensor}” is computed from itself ({where}). Let it refer to an input, or state its size.',
  'old-output-small':
    '{where} does not fit: the smallest output would have a size of {size}. Raise the smallest size of the input.',
  'old-reference-self': '{where} refers to tensor “{tensor}” itself. Leave it out: that is what the step does anyway.',
  'old-architecture':
    '{where} is “{found}”. Write the file and the name of the network in it, such as network.py:UNet, or its place in a library, such as package.models.UNet.',
  'old-architecture-hash':
    '{where} is missing: the network is defined in a file (“{found}”), whose SHA-256 belongs here.',
  'old-architecture-hash-extra':
    '{where} belongs to a file, but “{found}” names the network by its place in a library. Remove the SHA-256, or name the file.',
  'old-dependencies':
    '{where} is “{found}”. Write the program that installs them and the file, such as conda:environment.yaml.',
  'old-file-absolute': '{where} is the full path “{file}”. Put the file into the bundle and write only its name.',
  'old-dataset-newer':
    '{where} is described in version {version} of the format. Beside a model of this version it is read as {known}.',
  'old-name-length': 'The name is {length} characters long. The zoo recommends 5 to 64.',
  'old-run-mode': '{where} is “{found}”, which no program knows. Known is: deepimagej.',
  'old-weights-version':
    '{where} is missing, so nobody knows which version of {program} the weights were made with. Add it.',
  'old-weights-attachments':
    '{where} names further files that these weights need. Most programs cannot run them; leave it out where possible.',
  'old-weights-dependencies':
    '{where} asks for software of its own ({found}). Fewer programs can run such weights; leave it out where possible.'
} as const;
