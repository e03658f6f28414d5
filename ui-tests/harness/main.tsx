import * as React from 'react';
import { createRoot } from 'react-dom/client';
import '../../style/index.css';
import { PanelController } from '../../src/widgets/panel/controller';
import { PanelView } from '../../src/widgets/panel/View';
import type { Report } from '../../src/preview/report/report';
import { ReportView } from '../../src/widgets/report/View';
import type { PanelServices } from '../../src/widgets/services';
import { photons } from './data';
import { stillPicture } from '../../src/web/widget/snapshot';
import { networkStates } from './networkStates';
import { ownStates } from './ownStates';
import { objectReports } from './objects';
import { weightsReports } from './weightsReports';
import { panelStates, reports as panelReports } from './states';
import './theme.css';

/** `?state=found&theme=dark&width=350`; without a state a list of all. `report-passed` shows the report as a document. */
const query = new URLSearchParams(location.search);
const theme = query.get('theme') ?? 'light';
const width = Number(query.get('width') ?? 350);
const height = query.get('height');
const name = query.get('state');

document.documentElement.dataset.theme = theme;

function thumbnail(): string {
  const { tensor } = photons();
  const [, height, columns] = tensor.shape;
  const canvas = Object.assign(document.createElement('canvas'), { width: columns, height });
  const pixels = new Uint8ClampedArray(columns * height * 4).fill(255);
  for (let index = 0; index < columns * height; index++) {
    pixels.fill(Number(tensor.data[index]) / 16, index * 4, index * 4 + 3);
  }
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, columns, height), 0, 0);
  return canvas.toDataURL('image/png').split(',')[1];
}

/** The page shows states; nothing behind them answers. */
const noServices: PanelServices = {
  transport: () => Promise.reject(new Error('This page has no kernel.')),
  notebook: () => Promise.resolve(undefined),
  notebookName: () => null,
  engine: () => Promise.reject(new Error('This page has no engine.')),
  convert: () => Promise.reject(new Error('This page converts nothing.')),
  save: () => Promise.reject(new Error('This page writes nothing.')),
  exists: () => Promise.resolve(false),
  open: () => Promise.reject(new Error('This page opens nothing.')),
  chooseFolder: () => Promise.resolve(null),
  chooseImage: () => Promise.resolve(null),
  download: () => Promise.resolve()
};

const nothing = (): void => undefined;

const reports: Readonly<Record<string, Report>> = { ...panelReports, ...objectReports, ...weightsReports };

/** The picture that a saved notebook keeps. */
function Still({ report }: { report: Report }): React.ReactElement {
  const [address, setAddress] = React.useState('');
  React.useEffect(() => {
    void stillPicture(report).then(png => {
      setAddress(png ? URL.createObjectURL(new Blob([png], { type: 'image/png' })) : '');
    });
  }, [report]);
  return <div className="jp-Zooport">{address !== '' && <img src={address} alt="Still picture" width="100%" />}</div>;
}

function Shown(): React.ReactElement {
  const states = { ...panelStates(thumbnail()), ...networkStates(thumbnail()), ...ownStates(thumbnail()) };
  if (name?.startsWith('report-')) {
    const report = reports[name.slice('report-'.length)];
    const others = {
      kernel: 'the kernel “Python 3 (ipykernel)” of nuclei.ipynb',
      asked: false,
      busy: false,
      run: nothing
    };
    const mending = { busy: false, made: ['Use CC-BY-4.0'], notice: null, mend: nothing, undo: nothing, save: nothing };
    return (
      <div className="jp-ZooportReport">
        <ReportView report={report} steps={[]} running={false} mending={mending} others={others} />
      </div>
    );
  }
  if (name?.startsWith('still-')) {
    return <Still report={reports[name.slice('still-'.length)]} />;
  }
  if (name !== null && name in states) {
    const controller = new PanelController(noServices);
    controller.store.set(states[name]);
    return (
      <div className="jp-ZooportPanel">
        <PanelView controller={controller} />
      </div>
    );
  }
  return (
    <ul>
      {[...Object.keys(states), ...Object.keys(reports).map(key => `report-${key}`)].map(key => (
        <li key={key}>
          <a href={`?state=${key}`}>{key}</a> <a href={`?state=${key}&theme=dark`}>dark</a>
        </li>
      ))}
    </ul>
  );
}

const root = document.getElementById('root');
if (root) {
  root.style.width = `${width}px`;
  // With a height the content scrolls in its place, as it does in JupyterLab.
  root.style.height = height === null ? '' : `${height}px`;
  createRoot(root).render(<Shown />);
}
