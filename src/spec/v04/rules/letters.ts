import { found } from '../../rules/places';
import { stepsOf, tensorsOf } from './places';
import type { OldRule } from './places';

const ofTensor = 'bitczyx';
const ofStep = 'czyx';

/** Axes are single letters, each at most once; steps work along channels and space only. */
export const letterRules: OldRule = fields =>
  tensorsOf(fields).flatMap(tensor => {
    const { axes } = tensor.fields;
    const own = typeof axes === 'string' && !areLetters(axes, ofTensor);
    const steps = stepsOf(tensor).filter(({ kwargs }) => typeof kwargs.axes === 'string');
    return [
      ...(own ? [found('axis-letters', [...tensor.path, 'axes'], { found: axes })] : []),
      ...steps
        .filter(({ kwargs }) => !areLetters(String(kwargs.axes), ofStep))
        .map(({ kwargs, path }) => found('old-step-letters', [...path, 'kwargs', 'axes'], { found: kwargs.axes }))
    ];
  });

function areLetters(text: string, allowed: string): boolean {
  return [...text].every(letter => allowed.includes(letter)) && new Set(text).size === text.length;
}
