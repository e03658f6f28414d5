/** What is said of the zip itself, and of the files in it as a program has to unpack them. */
export const containerTexts = {
  'container-unopened':
    'The zoo’s library cannot open this zip: {problem}. What is shown here was read in a kinder way. Zip the files again.',
  'container-file':
    'The file “{file}” cannot be unpacked by the zoo’s library: {problem}. Zip it again with the usual method (deflate).',
  'container-damaged': 'The file “{file}” is damaged in the zip: {problem}. Put the original file in, and zip again.',
  'container-name':
    'The file “{file}” ({where}) is called “{found}” in the bundle. The zoo goes by exact names and does not find it. Name the file as the description does; of a zip, pack the files again from inside their folder.',
  'container-description':
    'The description is called “{found}” in the zip. The zoo goes by exact names and looks for “{file}”. Zip the files again, from inside their folder.',
  'container-several':
    'The zip holds {count} model descriptions ({files}). The zoo reads “{file}” only. Make a zip of its own for each model.',
  'container-overlap':
    'Two files of the zip lie at the same place (“{file}” is one of them). Newer programs refuse to open such a zip. Zip the files again.'
} as const;
