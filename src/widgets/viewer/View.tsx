import * as React from 'react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { OutputView } from '../../preview/report/report';
import { CheckBox } from '../common/CheckBox';
import { useTranslate } from '../common/translate';
import { useLens } from './camera/lens';
import { DifferenceNote } from './difference/DifferenceNote';
import { Folds } from './Folds';
import { usePictures, useSpoken, useWhole } from './hooks';
import { plainLooks, type Looks } from './looks';
import { cellsOf, labelOf, modesOf } from './cells';
import type { Mode } from './models';
import { ObjectNote } from './objects/ObjectNote';
import { isDepth, pictureAxes, positionOf, type Position } from './plane/axes';
import { pixelSizeOf, stretchOf } from './scale/pixelSize';
import { Readout } from './Readout';
import { Sliders } from './Sliders';
import { SectionViews } from './stack/Sections';
import { Stage } from './Stage';
import { Tools } from './Tools';
import { useWide } from './wide';
import { wordsOf } from './words';

/** "Go to the largest difference" shows about this many pixels around it. */
const worstNeighbourhood = 48;

interface ViewerProps {
  readonly view: OutputView;
  /** Index of the largest difference in the expected tensor, one number per axis. */
  readonly worst?: readonly number[];
  /** The researcher's own image: the output stands where else the expected one does, and nothing is compared. */
  readonly own?: boolean;
}

/** Input, expected, reproduced and difference of one output, moved together. */
export function Viewer({ view, worst, own = false }: ViewerProps): React.ReactElement {
  const t = useTranslate();
  const whole = useWhole(view);
  const [chosen, setPosition] = useState<Position>({});
  const position = useMemo(() => ({ ...whole.start, ...chosen }), [whole, chosen]);
  const [magnify, setMagnify] = useState(false);
  const [looks, setLooks] = useState<Looks>(plainLooks);
  const [mode, setMode] = useState<Mode>('side');
  const [swapped, setSwapped] = useState(false);
  const [frame, setFrame] = useState({ width: 0, height: 0 });
  const root = useRef<HTMLDivElement>(null);
  const wide = useWide(root, { view, worst, own });
  const pictures = usePictures(view, whole, position, magnify, looks);
  const grid = pictures.expected.plane;
  const lens = useLens(grid, frame);
  const { spoken, speak } = useSpoken(pictures, lens.cursor, own);
  const depth = whole.sliders.find(isDepth);

  const show = (index: readonly number[]): void => {
    const { axes } = view.expected;
    const { row, column } = pictureAxes(axes);
    setPosition({ ...position, ...positionOf(index, view.expected, whole.sliders) });
    lens.goTo({ y: index[row] ?? 0, x: index[column] ?? 0 }, grid.width / worstNeighbourhood);
  };
  const onLooks = useCallback((change: Partial<Looks>) => {
    setLooks(now => ({ ...now, ...change }));
  }, []);
  const onPlane = useCallback(
    (by: 1 | -1) => {
      const axis = depth ?? whole.sliders[0];
      if (axis) {
        const at = (position[axis.id] ?? 0) + by;
        setPosition({ ...position, [axis.id]: Math.min(axis.size - 1, Math.max(0, at)) });
      }
    },
    [depth, position, whole]
  );
  const cells = cellsOf(pictures, own, mode, swapped, t);
  return (
    <div ref={root} className={wide.on ? 'jp-Zooport-viewer jp-mod-wide' : 'jp-Zooport-viewer'}>
      <Tools
        lens={lens}
        objects={whole.objects !== null}
        onWorst={
          worst && view.reproduced
            ? () => {
                show(worst);
              }
            : null
        }
        mode={mode}
        modes={modesOf(pictures, own, depth !== undefined)}
        onMode={setMode}
        wide={wide.on}
        onWide={wide.toggle}
      />
      <Sliders axes={whole.sliders} position={position} onChange={setPosition}>
        {depth && (
          <CheckBox
            checked={looks.projected}
            onChange={checked => {
              onLooks({ projected: checked });
            }}
          >
            {t('Maximum along %1', depth.id)}
          </CheckBox>
        )}
      </Sliders>
      {mode === 'flicker' && (
        <button
          type="button"
          aria-pressed={swapped}
          onClick={() => {
            setSwapped(!swapped);
          }}
        >
          {own ? t('Show the output (hold F)') : t('Show the reproduced picture (hold F)')}
        </button>
      )}
      <div {...(mode === 'sections' && depth && sectionsLayout(grid.width, depth.size * stretchOf(view)))}>
        <Stage
          cells={cells}
          label={labelOf(cells, own, mode, t)}
          words={wordsOf(pictures, own, t)}
          mode={mode}
          grid={grid}
          lens={lens}
          frame={frame}
          pixelSize={pixelSizeOf(view)}
          onFrame={setFrame}
          onKeyMove={speak}
          onPlane={onPlane}
          onFlicker={setSwapped}
        />
        {mode === 'sections' && (
          <SectionViews
            view={view.expected}
            model={pictures.expected}
            position={position}
            sliders={whole.sliders}
            lens={lens}
            grid={grid}
            frame={frame}
            stretch={stretchOf(view)}
            onPosition={setPosition}
          />
        )}
      </div>
      <span className="jp-Zooport-hidden" aria-live="polite">
        {spoken}
      </span>
      {!own && pictures.objects && <ObjectNote pictures={pictures} objects={pictures.objects} />}
      {!own && <DifferenceNote pictures={pictures} magnify={magnify} onMagnify={setMagnify} />}
      <Readout pictures={pictures} own={own} cursor={lens.cursor} onMove={lens.goTo} />
      <Folds
        {...{ view, whole, pictures, cells, looks, position, lens, own, onLooks }}
        pixelSize={pixelSizeOf(view)}
        onGo={show}
      />
    </div>
  );
}

/** The picture and the section at its right share the width as they share the volume. */
function sectionsLayout(width: number, depth: number): { className: string; style: React.CSSProperties } {
  const columns = `minmax(0, ${width}fr) minmax(0, ${Math.round(depth)}fr)`;
  return { className: 'jp-Zooport-sections', style: { gridTemplateColumns: columns } };
}
