/**
 * What each change says: the sentence after "It reproduces when". A name in braces is a key of the change's data.
 * First what reproduces, then what the bundle declares.
 */
export const changeTexts = {
  'normalisation-left-out':
    'the image is not normalised: the bundle declares {operation}, the author’s test did without',
  'preprocessing-left-out':
    '{operation} is left out of the preprocessing: the bundle declares it, the author’s test did without',
  'preprocessing-pair-left-out':
    '{operation} and {other} are left out of the preprocessing: the bundle declares both, the author’s test did without',
  'postprocessing-left-out':
    '{operation} is left out of the postprocessing: the bundle declares it, the author’s test did without',
  'postprocessing-pair-left-out':
    '{operation} and {other} are left out of the postprocessing: the bundle declares both, the author’s test did without',
  'both-sides': '{first}, and {second}',
  'activation-missing':
    'a {operation} is applied to the output: the author’s test did so, but the bundle does not declare it',
  percentiles:
    'the image is normalised by the percentiles {low} and {high}{over}: the bundle declares {declared}, the author’s test used these',
  'mean-and-deviation':
    'the image is brought to mean 0 and deviation 1{over}: the bundle declares {declared}, the author’s test did this',
  'fixed-scaling': 'the image is {words}: the bundle declares {declared}, the author’s test did this',
  'fixed-deviation': 'the image is normalised with {words}: the bundle declares {declared}',
  'variance-for-deviation':
    'the image less its mean is divided by the variance, not by the standard deviation: the bundle declares {declared}. No operation of the format does that, so the author’s test must be made anew',
  'mean-only': 'only the mean ({mean}) is taken off the image: the bundle declares {declared}',
  'other-epsilon':
    'the image less its mean is divided by the standard deviation plus {eps}: the bundle declares {declared}, and the format always adds 0.000001',
  clipped:
    'the values are cut off at 0 and 1 after the normalisation: the bundle declares {declared} alone, the author’s test did both',
  'cast-back':
    'the normalised image stays a number with decimals: without “ensure_dtype” at the end of the preprocessing the format casts it back to {type}',
  'image-flipped': 'the test image is flipped along {axes} before the network sees it',
  'image-reordered': 'the axes {axes} of the test image are taken as {order}',
  'image-channels-reversed': 'the channels of the test image are taken in reverse order (as RGB and BGR are)',
  'image-shifted': 'the test image is shifted by {by} before the network sees it',
  'output-flipped': 'the output is flipped along {axes}: the expected output was stored that way',
  'output-reordered': 'the axes {axes} of the output are taken as {order}: the expected output was stored that way',
  'output-channels-reversed':
    'the channels of the output are taken in reverse order: the expected output was stored that way',
  'output-shifted':
    'the output is moved by {by}, apart from the strip at the border: the expected output was stored that way',
  'output-cropped': 'a border of {border} is cut off the output: the expected output was stored without it',
  'output-scaled': 'the output is multiplied by {gain}: the expected output was stored that way',
  'output-offset': '{offset} is added to the output: the expected output was stored that way',
  'output-scaled-and-offset':
    'the output is multiplied by {gain} and {offset} is added: the expected output was stored that way',
  'output-whole-numbers':
    'the output is multiplied by {gain} and {how} to whole numbers: the expected output was stored that way',
  thresholded:
    'the output is thresholded at {threshold}: the expected output holds only the values {low} and {high}, but the bundle declares no threshold that gives them',
  'sigmoid-not-in-test': 'the sigmoid at the end of the network is undone: the expected output was stored before it',
  'data-type':
    'the expected output is read as {declared}, as the bundle describes it: the values agree, but it was stored as {stored}'
} as const;

/** The sentences around it. */
export const diagnosisTexts = {
  one: 'It reproduces when {change}.',
  nearly:
    'Within the tolerance, though not exactly, it reproduces when {change}. Something close to it may be the truth.',
  several:
    'It reproduces when {change}; and just as well when {others}. This test image cannot tell which of them it was.',
  unexplained:
    'None of {tried} changes explains it (other normalisations, operations left out, flips, shifts, other scales, thresholds): the weights or the test image are likely others than those that the expected output was made with.',
  late: '{tried} changes were tried in {seconds} seconds and none of them explains it; {left} were not reached. The weights or the test image may be others than those that the expected output was made with.',
  stopped: 'The search was stopped after {tried} changes; none of them explains it.',
  broken: 'The search ended after {tried} changes with an error ({problem}); none of them explains it.',
  altered:
    '{what} {are} not what was described: the hash no longer fits, so the file was changed afterwards. That is why; no other change explains it. Put the file back as it was, or make the bundle anew.',
  alteredToo:
    '{what} {were} changed after the description was written: the hash no longer fits. Look at that first. {found}',
  notNumbers:
    'The expected output holds values that are not numbers, which no network can reproduce: make the test output anew.',
  nothing:
    'The expected output is (nearly) the same everywhere, so that any change would seem to explain it: choose a test image that shows something.'
} as const;

/** A text with the names in braces filled in. */
export function fill(text: string, data: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (brace, name: string) => (name in data ? String(data[name]) : brace));
}
