import { isFields } from '../../../spec/cursor';
import { rawAt, rawFields, tensorsOf } from '../subject';
import type { Rule, Subject } from '../subject';
import { found } from './found';

const path = ['config', 'stardist'];

function hasConfig(subject: Subject): boolean {
  return isFields(rawAt(subject, ...path));
}

const isNamed = ({ description }: Subject): boolean => description.name.toLowerCase().includes('stardist');

/** ModelDescriptorFactory.java (isStardist): then Python runs it, and weights, steps and sizes here are passed by. */
export function isStardist(subject: Subject): boolean {
  return hasConfig(subject) && isNamed(subject);
}

/** ModelDescriptorFactory.java: without the word in its name it is run as any network. */
export const name: Rule = subject =>
  hasConfig(subject) && !isNamed(subject) ? [found('warning', 'dij-stardist-name', ['name'])] : [];

/** StardistAbstract.java hands the folder to Python's StarDist, which reads Keras weights. */
export const kerasWeights: Rule = subject => {
  const { weights, attachments } = subject.description;
  const there = [...weights, ...attachments].some(({ source }) => /^[^/]+\.(h5|hdf5)$/i.test(source));
  return there ? [] : [found('error', 'dij-stardist-weights', ['weights'])];
};

/** StardistAbstract.java writes config.json and thresholds.json from these. */
export const config: Rule = subject => {
  const fields = rawFields(subject, ...path);
  return ['config', 'thresholds']
    .filter(field => !isFields(fields[field]))
    .map(field => found('error', 'dij-stardist-config', [...path, field], { field }));
};

/** ModelDescriptorStardistV05.java needs all of them; RunnerAdapter.java knows two dimensions only. */
export const axes: Rule = subject =>
  tensorsOf(subject, 'inputs').flatMap(({ tensor, path: at }) => {
    const ids = tensor.axes.map(({ id, type }) => (type === 'space' ? id : type));
    const missing = ['batch', 'channel', 'y', 'x'].filter(id => !ids.includes(id));
    if (missing.length > 0) {
      return [found('error', 'dij-stardist-axes', [...at, 'axes'], { missing })];
    }
    return ids.includes('z') ? [found('warning', 'dij-stardist-3d', [...at, 'axes'])] : [];
  });

/**
 * RunnerAdapter.java: a Python of its own is fetched. Whoever declines is handed to the Java runner, which stops: at the
 * halo, or at the step that makes the objects (run with JDLL 0.6.1 and 0.6.3, 2026-11-29).
 */
export const python: Rule = () => [found('warning', 'dij-stardist-python', path)];
