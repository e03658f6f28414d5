/** What the rules of the format say (bioimageio.spec, 0.5). `{where}` is the finding’s own path. */
export const formatTexts = {
  // The text itself
  'yaml-damaged':
    'The description is not readable YAML: {problem} (line {line}). Mend that line, or save the file again.',
  'yaml-duplicate-key': 'The description names “{key}” twice (line {line}). Keep one of the two.',
  'yaml-aliases':
    'The description repeats parts of itself (by “&” and “*”) too often to be read safely. Write the parts out.',
  'yaml-encoding': 'The description is not UTF-8 text. Save it as UTF-8.',
  'yaml-too-large':
    'The description has {size}; at most 1 MB is read, and one of a model has a few kB. Is this the right file?',
  'yaml-too-many':
    'A list or a group of fields in the description has more than {most} entries (line {line}); one of a model has some dozens. Put long tables into a file of their own.',
  'yaml-many-values':
    'The description holds more than {most} values in all; one of a model has some hundreds. Put long tables into a file of their own.',
  'yaml-deep':
    'In the description fields or brackets stand more than {most} levels deep in one another (line {line}); a model needs about ten. Mend the brackets and indents there.',
  'not-a-description':
    'This is not a model description: it holds {found} where named fields such as “name”, “inputs” and “weights” belong. Choose the rdf.yaml of a model.',
  'not-a-model': 'This describes “{type}”, not a model. Only descriptions with “type: model” can be checked.',

  // Versions
  'version-missing':
    'The description does not say which version of the format it follows. Add “format_version: 0.5.10”.',
  'version-invalid': '“format_version” is {found}; it must be a text of three numbers such as “0.5.10”.',
  'version-unsupported': 'Format version {version} cannot be read here; 0.3, 0.4 and 0.5 can.',
  'version-newer':
    'Format version {version} is newer than the newest one known here ({known}). Fields that it added are left unread.',

  // Fields
  'field-missing': '{where} is missing. Add “{field}”.',
  'field-type': '{where} is {found}, but must be {expected}.',
  'field-value': '{where} is {found}. It must be {expected}.',
  'field-unknown': 'The format has no field “{field}” for {parent}. Remove it, or move it below “config”.',
  'field-name':
    '{where} has the name “{found}”, which YAML does not take for a text. Put the name in quotes, or remove the field.',
  'field-empty': '{where} is empty, but needs at least one entry.',
  'field-recommended': '{where} is empty. The zoo asks for it: the model is harder to find, cite and reuse without.',
  'maintainer-missing':
    'Nobody can be asked about this model: name a maintainer, or add the GitHub name (“github_user”) of one author.',
  'name-characters': 'The name “{name}” holds {characters}. Only letters, digits, spaces and _ + - ( ) are allowed.',
  'name-length': 'The name has {length} characters; it must have 5 to 128.',
  'name-long': 'The name has {length} characters. The zoo recommends at most 64.',
  'id-invalid':
    '{where} is “{id}”. An id has letters, digits and underscores, starts with a letter, is no word of Python such as “class”, and has at most {most} characters.',
  'orcid-invalid': '{where} is “{found}”, which is no ORCID iD: {problem}. One looks like 0000-0002-1825-0097.',
  'email-invalid': '{where} is “{found}”, which is no e-mail address: {problem}. Correct it, or leave it out.',
  'doi-invalid': '{where} is “{found}”, which is no DOI: {problem}. Write it such as 10.1234/5.',
  'url-invalid': '{where} is “{found}”, which is no web address. It must start with http:// or https://.',
  'version-text-invalid': '{where} is “{found}”, which is no version. Write numbers with dots, such as 1.2.0.',
  'timestamp-invalid':
    '{where} is “{found}”, which is no date: {problem}. Write it such as 2025-01-31 or 2025-01-31T12:00:00Z.',
  'license-unknown':
    '{where} is “{found}”, which is no licence of the SPDX list: {problem}. Write its short name, such as {nearest}.',
  'license-deprecated':
    'The licence “{found}” ({where}) has an outdated name. Choose the current one from spdx.org/licenses.',
  'license-file':
    '{where} points to a licence text of its own ({found}). A licence of the SPDX list is understood by everyone.',
  'unit-unknown':
    '{where} is “{found}”, which is no SI unit. Write one such as µm, s or kg·m/s^2, or “arbitrary unit”.',
  'github-user-unknown':
    '{where} is “{found}”, an account that the zoo knows not to exist on GitHub. Write the name as it stands in the address of the profile, or leave it out.',
  'cite-target': '{where} has neither a DOI nor a web address. Add “doi” or “url”, so that it can be found.',
  'number-not-finite': '{where} is {found}. Only ordinary numbers are allowed, no infinity and no NaN; leave it out.',
  'text-too-long': '{where} has {length} characters; at most {most} are allowed. Shorten it.',
  'description-long':
    'The description has {length} characters. The zoo recommends at most 512; details belong into the documentation.',
  'run-mode-unknown': 'No program is known to run a model in the mode “{found}” ({where}). Remove “run_mode”.',
  'run-mode': '“run_mode” is set. Most programs cannot run such a model.',

  // Axes and sizes
  'axis-type': '{where} is {found}. An axis is batch, channel, index, time or space.',
  'axis-letters': '{where} is “{found}”. Axes are written with the letters b, i, t, c, z, y and x, each at most once.',
  'axis-duplicate': 'Tensor “{tensor}” has two axes called “{axis}” ({where}). Give each its own id.',
  'axis-batch-twice': 'Tensor “{tensor}” has more than one batch axis ({where}). Keep one.',
  'axis-batch-id': '{where} is “{id}”. A batch axis is called “batch”, and no other axis is.',
  'axis-renamed': 'Axis id “{found}” ({where}) is read as “{id}”, as the zoo does.',
  'size-invalid': '{where} is {found}. It must be {expected}.',
  'size-place': '{where} gives {kind}, which {side} axis of this type cannot have. {expected}',
  'size-reference-unknown':
    '{where} refers to axis “{axis}” of tensor “{tensor}”, which does not exist or has no size of its own. Axes with such a size: {known}.',
  'size-reference-self': '{where} refers to itself. State a size, or refer to an axis of an input.',
  'size-reference-unit':
    '{where} refers to an axis measured in {referenceUnit}, but is itself measured in {unit}. Give both the same unit.',
  'size-reference-channel':
    '{where} follows an axis of another kind: the number of channels can only follow another channel axis.',
  'halo-reference':
    '{where} is fixed, but the axis has a halo. Let the size refer to an input’s axis, or remove the halo.',
  'halo-too-large':
    '{where} is too large: the smallest size is {size}, of which a halo of {halo} on both sides leaves nothing. Reduce the halo, or raise the smallest size.',
  'halo-not-whole':
    '{where} does not fit: a halo of {halo} would be {reference} pixels in “{tensor}”, which is not a whole number. Change the halo or the scales.',
  'size-order': '{where} has a smallest size of {min}, but a largest of {max}. The largest must be larger.',
  'shape-length': '{where} has {found} numbers, but the tensor has {expected} axes. Write one number per axis.',

  // Tensors
  'tensor-id-duplicate': 'Two tensors are called “{id}” ({where}). Give each its own id.',
  'data-channels': '{where} describes {found} channels, but axis “{axis}” has {expected}. Describe each channel once.',
  'data-types-differ': '{where} gives the channels different types ({types}). All channels of a tensor share one type.',
  'values-type':
    '{where} holds {values}, which the type {type} cannot hold. Correct the values or the type; names need an unsigned type such as uint8.',
  'range-infinite': '{where} has an endless limit, which the zoo leaves out. Leave the limit empty.',
  'data-range': '{where} runs from {from} to {to}. The first number must be the smaller one.',

  // Pre- and postprocessing
  'operation-unknown':
    'The format has no step “{id}” ({where}), so the output cannot be reproduced. Correct its name, or leave it out.',
  'operation-place': 'The step “{id}” ({where}) exists only in postprocessing. Move or remove it.',
  'operation-axes': '{where} names axis “{axis}”, which tensor “{tensor}” does not have. Its axes are: {known}.',
  'operation-reference': '{where} refers to tensor “{tensor}”, which does not exist. Use one of: {known}.',
  'operation-batch': 'The step “{id}” works along the batch axis ({where}). Choose another axis.',
  'clip-twice': '{where} gives both “{limit}” and “{limit}_percentile”. Keep one of the two.',
  'clip-nothing': '{where} gives no limit to clip at. Add “min”, “max” or a percentile.',
  'clip-axes': '{where} names axes, which only percentiles have. Remove “axes”, or clip at percentiles.',
  'scale-linear-axis': '{where} names an axis but one number for all of it. Remove “axis”, or give a list of numbers.',
  'scale-linear-nothing':
    '{where} changes nothing: times 1 and plus 0. Remove the step, or correct “gain” and “offset”.',
  'percentile-order': '{where} is {max}, but the lower percentile is {min}. The upper one must be larger.',
  'values-count':
    '{where} has {firstCount} numbers for “{first}” but {secondCount} for “{second}”. Give as many of each.',
  'operation-last-type':
    'The steps of input “{tensor}” end without “ensure_dtype”, so their result is turned back into {type} ({where}): normalised values would be cut to whole numbers. End with ensure_dtype float32.',

  // Weights
  'weights-none': 'There are no weights. Add at least one weights file.',
  'weights-unknown': 'The weights format “{format}” ({where}) is not known. Known are: {known}.',
  'weights-parent': '{where} says that these weights were made from “{parent}”, which the description does not hold.',
  'weights-parent-self':
    '{where} says that these weights were made from themselves. Remove “parent” from the original.',
  'weights-roots':
    '{count} weights have no “parent” ({where}). Exactly one is the original; the others name the one they were made from.',
  'keras-version':
    '{where} is {found}. Files of this kind exist since Keras 3; name version 3 or later, or use keras_hdf5.',
  'weights-external': '{where} has the same file name as the weights. Give the external data another name.',
  'output-of-unchecked':
    'This input is said to be an output of the model “{model}” ({where}). Whether that model has it was not looked up.',
  'parent-self': 'The model says it was made from itself ({where}). Remove “parent”, or name the other model.',

  // Files
  'file-missing': 'The file “{file}” ({where}) is not in the bundle. Add it, or correct its name.',
  'file-remote':
    'The file of {where} is not in the bundle but at {file}. It is not downloaded here, so it was not checked.',
  'file-outside': '{where} points outside the bundle (“{file}”). Put the file into the bundle and write only its name.',
  'file-unreadable': 'The file “{file}” ({where}) cannot be read: {problem}',
  'file-reserved': 'The file “{file}” ({where}) has a name that is kept for descriptions. Give it another name.',
  'file-suffix': 'The file “{file}” ({where}) must end in {expected}. Rename it.',
  'file-not-utf8': 'The documentation “{file}” is not UTF-8 text. Save it as UTF-8.',
  'documentation-validation':
    'The documentation “{file}” has no section headed “Validation” that says how the model was validated. Add one.',
  'hash-wrong':
    'The file “{file}” ({where}) is not the one that was described: either it was changed or damaged, or the description was not updated. Put the original file in. Its checksum (SHA-256) begins with {actualStart}, and the description says {expectedStart}.',
  'hash-invalid':
    '{where} is none: a SHA-256, by which one sees whether a file was changed, has 64 characters, each 0 to 9 or a to f. Make it anew, or leave it out.',
  'bundle-folder':
    'The bundle’s files lie in a folder “{folder}”. The zoo expects {file} at the top. Zip the files, not their folder.',

  // Test tensors
  'test-tensor-none':
    'Tensor “{tensor}” has no test tensor ({where}), so nobody can check that the model reproduces its result. Add one.',
  'sample-tensor-kind':
    '{where} names “{file}”, which is {found}. The zoo takes images here, such as a .png or .tif; leave it out if there is none.',
  'test-tensor-unreadable': 'The test tensor “{file}” ({where}) cannot be read: {problem}',
  'test-tensor-dimensions':
    'The test tensor “{file}” has {found} dimensions ({shape}), but “{tensor}” has {expected} axes ({axes}). Correct the axes, or save the tensor with all of them.',
  'test-tensor-type':
    'The test tensor “{file}” holds {found} values, but “{tensor}” is described as {expected}. Correct “data.type”, or save the tensor as {expected}.',
  'test-tensor-small':
    'All values of the test tensor “{file}” of “{tensor}” lie between -0.0001 and 0.0001. The zoo takes this for empty: choose an image that shows something.',
  'test-tensor-nan':
    'The test tensor “{file}” of “{tensor}” holds values that are not numbers ({count}). The zoo would not notice this. Make the test output anew.',
  'test-tensor-size':
    'The test tensor “{file}” has {found} along “{axis}”, but “{tensor}” is described with {expected}. Correct the size, or make the test tensor anew.',
  'test-tensor-step':
    'The test tensor “{file}” has {found} along “{axis}”, but “{tensor}” takes only {min}, {next}, {afterNext} and so on. Correct the size, or choose another crop.',
  'test-tensor-range':
    'The test tensor “{file}” has {found} along “{axis}”, but “{tensor}” is described with {min} to {max}.',
  'test-tensor-reference':
    'The test tensor “{file}” has {found} along “{axis}”. By the description it should be {expected}, computed from “{reference}”. Correct the size, or make the test tensors anew.',
  'test-tensor-alone':
    'The size of “{axis}” in the test tensor “{file}” follows “{reference}”, which has no test tensor. Add one.',

  // Tolerances
  'tolerance-large':
    '{where} tolerates {absolute} on output “{tensor}”, more than 1 % of the largest value of its test tensor ({most}). Make it smaller.',
  'tolerance-output': '{where} names output “{tensor}”, which does not exist.',
  'tolerance-discrete':
    '{where} is not 0, but output “{tensor}” holds whole numbers, which are compared exactly. Write 0; how many values may differ is said by “mismatched_elements_per_million”.',

  // Model card and training data
  'training-data-incomplete':
    'The dataset of {where} is not fully described. The id of a dataset of the zoo is enough.',
  'evaluation-shape': 'The results of {where} do not fit together: there must be {expected}.',

  // Files and YAML
  'yaml-cycle':
    'The description holds itself: “*{name}” stands inside the part that is named “&{name}”. Write out what belongs there.'
} as const;
