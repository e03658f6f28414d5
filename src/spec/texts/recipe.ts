/** What a notebook does beyond what its bundle declares, and where its training and its prediction differ. */
export const recipeTexts = {
  // Beyond what is declared
  'recipe-tiles':
    'The notebook cuts an image into tiles of the training patch’s size and pastes the results together without overlap, which leaves seams. The network of the bundle takes an image whole, or in tiles that overlap: values beside the notebook’s seams differ.',
  'recipe-blocks':
    'The notebook cuts a volume into blocks of the training patch’s size, pads the last ones with zeros and pastes the results together without overlap, which leaves seams. The network of the bundle takes a volume whole, or in blocks that overlap: values beside the notebook’s seams and at the padded border differ.',
  'recipe-classes':
    'The notebook shows the most probable class of each pixel. The bundle gives the probability of every class; the most probable one is the channel with the largest value. Choose the class as the output where you want it directly.',
  'recipe-downscaling':
    'The notebook first makes a volume {factors} times smaller (z × y × x) by averaging, as it did in training. The format has no operation for this: the bundle takes volumes that were made smaller before, for instance with downscale_local_mean of scikit-image, or in Fiji with Image › Transform › Bin.',
  'recipe-stretched':
    'The threshold counts from the smallest to the largest probability of the very volume, as in the notebook: in a volume without any object something is marked all the same. Choose the probability as the output where this matters.',
  'recipe-padding':
    'The notebook mirrors the border of an image whose sides are no multiples of the network’s step, and cuts the result to size. The bundle states the sizes that fit; programs that run it pad or cut by their own rules, so that values close to such a border can differ.',
  'recipe-stardist-stacks':
    'The notebook (1.20.5) scales single images as the bundle does, but in its mode for stacks it divides by the negative range, which turns dark and bright around. The bundle scales as for single images.',
  'recipe-stardist-raw':
    'This output is not objects yet: StarDist’s own last step makes them of it. deepImageJ in Fiji takes it from the attached weights and thresholds, Python from the package stardist.',
  'recipe-storm-frames':
    'The notebook adds up the maps of all frames of a recording. The bundle gives the map of each frame by itself: add them up for the image (in Fiji: Image › Stacks › Z Project, Sum Slices).',
  'recipe-storm-molecules':
    'The notebook also looks for single molecules in each map and writes a table of their places. The format has no operation for this; the map is what the bundle gives.',
  'recipe-care-values':
    'The notebook turns the restored image back into the range of its input, by the percentiles {low} and {high} of that very input. The format has no operation for this: the bundle gives scaled values, about 0 to 1, and its README has the lines of Python that turn them back.',
  'recipe-care-channels':
    'The network gives another number of channels than it takes, so csbdeep leaves the restored image in scaled values, about 0 to 1, and so does the bundle.',
  'recipe-n2v-channels':
    'n2v (0.3) gives the last channel of an image to the network of each of its {channels} channels, so that all channels of its result come from that one. The bundle does what n2v does. To restore every channel, train with single_net_per_channel=False, or one network for each channel.',
  'recipe-care-probabilistic':
    'The network was trained to give its own uncertainty too (“probabilistic”). The notebook saves the mean only, and so does the bundle.',

  // Training and prediction
  'training-unet-2d':
    'In training, the notebook scales each patch twice: to 8 bits by its darkest and brightest pixel, then by its percentiles. In prediction it scales the whole image by its percentiles. The bundle does what prediction does.',
  'training-unet-multilabel':
    'In training, the notebook scales patches twice by their own values. In prediction it scales the whole image once. The bundle does what prediction does.',
  'training-unet-3d':
    'In training, the notebook scales each plane of a volume by its own darkest and brightest pixel. In prediction it scales the volume as a whole. The bundle does what prediction does.',
  'training-stardist-colour':
    'In training, the notebook scales each of the {channels} channels by its own percentiles. In prediction it takes the percentiles of all channels together. The bundle does what prediction does; colours that differ much in brightness may be found less well for it.',
  'training-care':
    'In training, csbdeep scales each image by percentiles that it draws anew (1 to 3, and 99.5 to 99.9). In prediction they are {low} and {high}. The bundle does what prediction does.'
} as const;
