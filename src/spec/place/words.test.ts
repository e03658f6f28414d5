import { describe as group, expect, it } from 'vitest';
import type { Path } from '../path';
import { placeInWords } from './words';

const axes = [
  { type: 'batch' },
  { type: 'channel', id: 'channel' },
  { type: 'space', id: 'y' },
  { type: 'space', id: 'x' }
];
const raw = {
  inputs: [
    { id: 'raw', axes, preprocessing: [{ id: 'scale_linear' }, { id: 'clip' }, { id: 'clip' }] },
    { id: 'mask', axes: [...axes].reverse() }
  ],
  outputs: [{ id: 'out', axes: [{ id: 'x' }, { id: 'x' }] }]
};

group('a place in words', () => {
  it.each<readonly [string, Path]>([
    ['the description', []],
    ['the name', ['name']],
    ['the licence', ['license']],
    ['the list of authors', ['authors']],
    ['the first author', ['authors', 0]],
    ["the first author's ORCID", ['authors', 0, 'orcid']],
    ["the thirteenth author's e-mail address".replace('thirteenth', '13th'), ['authors', 12, 'email']],
    ["the 21st author's GitHub user", ['authors', 20, 'github_user']],
    ["the 111th author's name", ['authors', 110, 'name']],
    ["the second maintainer's field “pet”", ['maintainers', 1, 'pet']],
    ["the second citation's DOI", ['cite', 1, 'doi']],
    ['the third tag', ['tags', 2]],
    ['the field “extra”', ['extra']],
    ['the field “__proto__”', ['__proto__']],
    ['the field “constructor” of the ONNX weights', ['weights', 'onnx', 'constructor']],
    ['the list of weights', ['weights']],
    ['the ONNX weights', ['weights', 'onnx']],
    ['the source of the ONNX weights', ['weights', 'onnx', 'source']],
    ['the checksum (SHA-256) of the Keras (HDF5) weights', ['weights', 'keras_hdf5', 'sha256']],
    ['the name of the first author of the PyTorch weights', ['weights', 'pytorch_state_dict', 'authors', 0, 'name']],
    ['the “toString” weights', ['weights', 'toString']],
    ['the first attachment', ['attachments', 0]],
    ["the first input's test tensor", ['inputs', 0, 'test_tensor']],
    ["the source of the first input's test tensor", ['inputs', 0, 'test_tensor', 'source']],
    ["the first input's data type", ['inputs', 0, 'data', 'type']],
    ["the unit of the second entry of the first input's data", ['inputs', 0, 'data', 1, 'unit']],
    ["the first input's list of axes", ['inputs', 0, 'axes']],
    ["the second input's third axis", ['inputs', 1, 'axes', 2]],
    ["the type of the second input's third axis", ['inputs', 1, 'axes', 2, 'type']],
    ["the size of the second input's third axis", ['inputs', 1, 'axes', 2, 'size']],
    ["the smallest size of the second input's third axis", ['inputs', 1, 'axes', 2, 'size', 'min']],
    ["the second channel name of the first input's second axis", ['inputs', 0, 'axes', 1, 'channel_names', 1]],
    ["the first input's second preprocessing step", ['inputs', 0, 'preprocessing', 1]],
    ["the field “min” of the first input's second preprocessing step", ['inputs', 0, 'preprocessing', 1, 'kwargs', 'min']],
    ["the list of settings of the first input's second preprocessing step", ['inputs', 0, 'preprocessing', 1, 'kwargs']],
    ['the field “deepimagej” in “config”', ['config', 'deepimagej']],
    ['the field “b” in “config › stardist › a”', ['config', 'stardist', 'a', 'b']],
    ['the first tolerance', ['config', 'bioimageio', 'reproducibility_tolerance', 0]],
    ['the absolute tolerance of the first tolerance', ['config', 'bioimageio', 'reproducibility_tolerance', 0, 'absolute_tolerance']],
    ["the third entry of the first input's shape", ['inputs', 0, 'shape', 2]],
    ['the second test input', ['test_inputs', 1]]
  ])('says “%s”', (words, path) => {
    expect(placeInWords(path)).toBe(words);
  }); // prettier-ignore

  it.each<readonly [string, Path]>([
    ["the first input's size along x", ['inputs', 0, 'axes', 3, 'size']],
    ["the second input's size along x", ['inputs', 1, 'axes', 0, 'size']],
    ["the first input's smallest size along y", ['inputs', 0, 'axes', 2, 'size', 'min']],
    ["the first input's size along “batch”", ['inputs', 0, 'axes', 0, 'size']],
    ["the id of the first input's fourth axis", ['inputs', 0, 'axes', 3, 'id']],
    ["the size of the first output's second axis", ['outputs', 0, 'axes', 1, 'size']],
    ["the field “gain” of the first input's step “scale_linear”", ['inputs', 0, 'preprocessing', 0, 'kwargs', 'gain']],
    ["the field “min” of the first input's third preprocessing step", ['inputs', 0, 'preprocessing', 2, 'kwargs', 'min']],
    ["the id of the first input's first preprocessing step", ['inputs', 0, 'preprocessing', 0, 'id']]
  ])('calls axes and steps by their own names where it knows them: “%s”', (words, path) => {
    expect(placeInWords(path, raw)).toBe(words);
  }); // prettier-ignore

  it('cuts a name of the file that is long', () => {
    expect(placeInWords(['k'.repeat(100_000)]).length).toBeLessThan(300);
  });
});
