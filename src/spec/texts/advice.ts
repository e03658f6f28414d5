/** What bioimageio does not look at and breaks users’ days: in the description, its tensors, cover and documentation. */
export const adviceTexts = {
  // The description
  'id-set':
    'The model has an id (“{id}”). Fiji needs one; bioimageio’s own upload command accepts a model only without it, so remove it there.',
  'halo-half':
    '{where} is large: of each tile of {size} pixels the halo of {halo} on both sides leaves {left}. Most of the work is thrown away: choose a smaller halo or a larger tile.',
  'percentiles-low':
    '{where} is {found}: {share} % of the pixels are brighter than what is taken for the brightest. Percentiles run from 0 to 100; 99.8 is usual.',
  'operation-all-images':
    'The step “{id}” ({where}) {why}, so bioimageio takes its statistics over all images that it has seen so far, and the result for one image depends on those before. List the axes of a single image under “axes”.',
  'operation-channel-name':
    '{where} names the channel axis “{axis}”. bioimageio calls every channel axis “channel” when it runs a model, and stops at this step: call the axis “channel”.',
  'tolerance-dropped':
    'The zoo’s website drops “config.bioimageio” from what is uploaded, and with it the tolerances ({where}). The model is then tested with 0.001 relative and 0.001 absolute, 100 in a million values off.',
  'file-nested':
    'The file “{file}” ({where}) lies in a folder. The zoo’s website puts all files into one folder, and the description no longer finds it: put it beside the description.',

  // Test tensors
  'data-range-denied':
    '{where} says that values run from {from} to {to}, but the test tensor “{file}” holds {least} to {most}. Correct the range, or make the test tensor anew.',
  'test-tensor-constant':
    'All values of the test tensor “{file}” of “{tensor}” are {value}. A model that gives the same everywhere would pass the test: choose an image that shows something.',
  'tolerance-loose':
    'The tolerance for output “{tensor}” ({absolute} absolute, {relative} relative) is as large as the differences in its test tensor ({least} to {most}): an image of one value would pass. Make it smaller.',

  // Cover and documentation
  'cover-none': 'There is no cover. The zoo shows a grey box in its place: add a picture of input and output.',
  'cover-large': 'The cover “{file}” has {size}; the zoo asks for at most 500 kB. Save it smaller.',
  'cover-shape':
    'The cover “{file}” is {width} × {height} pixels. The zoo shows covers twice as wide as high, or square, and cuts others.',
  'cover-unreadable': 'The cover “{file}” is no picture that browsers can show ({problem}). Save it as PNG or JPEG.',
  'documentation-short':
    'The documentation “{file}” has {words} words. Say what the model is for, on what it was trained, how it was validated, and where it fails.'
} as const;
