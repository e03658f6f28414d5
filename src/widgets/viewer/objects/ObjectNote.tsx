import * as React from 'react';
import { useMemo } from 'react';
import { Icon } from '../../common/Icon';
import { useTranslate, type Translate } from '../../common/translate';
import { cssColour } from '../paint/colours';
import { type Colour } from '../paint/colour';
import { bothColour, extraColour, missingColour, outlineColour } from './objectColours';
import { holdsOverlap, type ObjectMatch, type Objects } from './objects';
import type { Pictures } from '../pictures';

interface Line {
  readonly colour: Colour;
  readonly text: string;
}

/** What the colours of label images mean: those of the difference in words, with how many objects have them. */
export function ObjectNote({ pictures, objects }: { pictures: Pictures; objects: Objects }): React.ReactElement | null {
  const t = useTranslate();
  const { match } = objects;
  const lines = useMemo(() => (match ? linesOf(match, pictures, t) : []), [match, pictures, t]);
  if (!match || !pictures.difference) {
    return null;
  }
  return (
    <div className="jp-Zooport-differenceNote">
      <p>
        <Icon name="info" />
        {match.renumbered
          ? t('The same object has the same colour in both pictures, also where its numbers differ.')
          : t('The same object has the same colour in both pictures.')}
      </p>
      {lines.map(({ colour, text }) => (
        <p key={text}>
          <span className="jp-Zooport-swatch" style={{ background: cssColour(colour) }} aria-hidden="true" />
          {text}
        </p>
      ))}
    </div>
  );
}

function linesOf({ labels }: ObjectMatch, { difference }: Pictures, t: Translate): readonly Line[] {
  const { missing, extra, differing } = labels;
  const overlap = difference !== null && holdsOverlap(difference.plane);
  return [
    ...(missing > 0
      ? [
          {
            colour: missingColour,
            text: one(missing, t('Blue: 1 object is missing.'), t('Blue: %1 objects are missing.', missing))
          }
        ]
      : []),
    ...(extra > 0
      ? [
          {
            colour: extraColour,
            text: one(extra, t('White: 1 object is too many.'), t('White: %1 objects are too many.', extra))
          }
        ]
      : []),
    ...(overlap ? [{ colour: bothColour, text: t('Grey: a missing object and one too many overlap.') }] : []),
    ...(differing > 0
      ? [
          {
            colour: outlineColour,
            text: one(
              differing,
              t('Orange: the pixels in which 1 object has another outline.'),
              t('Orange: the pixels in which %1 objects have other outlines.', differing)
            )
          }
        ]
      : [])
  ];
}

function one(count: number, single: string, several: string): string {
  return count === 1 ? single : several;
}
