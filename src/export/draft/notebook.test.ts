import { expect, it } from 'vitest';
import { readNotebook } from './notebook';

function notebook(...cells: (string | { markdown: string })[]) {
  return {
    nbformat: 4,
    cells: cells.map(cell =>
      typeof cell === 'string'
        ? { cell_type: 'code', source: cell.split(/(?<=\n)/) }
        : { cell_type: 'markdown', source: cell.markdown }
    )
  };
}

it('finds the network and the version of the notebook', () => {
  const facts = readNotebook(notebook("Notebook_version = '2.2.1'\nNetwork = 'U-Net (2D)'  # do not change\n"));
  expect(facts.network).toBe('U-Net (2D)');
  expect(facts.version).toBe('2.2.1');
});

it('does not take the other spelling inside a report function for the network', () => {
  const facts = readNotebook(notebook("Network = 'U-Net (2D)'\ndef qc_pdf_export():\n  Network = 'Unet 2D'\n"));
  expect(facts.network).toBe('U-Net (2D)');
});

it('takes the last version where a cell sets it again, also from a list of one', () => {
  expect(readNotebook(notebook("Notebook_version = ['1.14.1']", "Notebook_version = '1.13.1'")).version).toBe('1.13.1');
  expect(readNotebook(notebook("Notebook_version = ['1.12']")).version).toBe('1.12');
});

it('reads every kind of form field', () => {
  const { params } = readNotebook(
    notebook(
      'Source_QC_folder = "" #@param{type:"string"}\n' +
        'initial_learning_rate = 0.0001 #@param {type:"number"}\n' +
        'patch_size =  512#@param{type:"number"} # in pixels\n' +
        'Use_the_current_trained_model = True #@param {type:"boolean"}\n' +
        'Weights_choice = "best" #@param ["last", "best"]\n' +
        'mask_threshold=0 #@param {type:"slider", min:-6, max:6, step:1}\n' +
        'batch_size =  4#@param {type:"integer"}\n' +
        'pooling_steps = 3 #@param [1,2,3,4]{type:"raw"}\n' +
        '    horizontal_shift =  10 #@param {type:"slider", min:0, max:100, step:1}\n' +
        'model_path = \'/content/data #1\' # @param {type: "string"}\n' +
        'lr = 1e-3 #@param {type:"number"}\n' +
        'nothing = None #@param {type:"raw"}\n'
    )
  );
  expect(params).toEqual({
    Source_QC_folder: '',
    initial_learning_rate: 0.0001,
    patch_size: 512,
    Use_the_current_trained_model: true,
    Weights_choice: 'best',
    mask_threshold: 0,
    batch_size: 4,
    pooling_steps: 3,
    horizontal_shift: 10,
    model_path: '/content/data #1',
    lr: 0.001,
    nothing: null
  });
});

it('gives no value for names, tuples and expressions, without running them', () => {
  const { params } = readNotebook(
    notebook(
      'Data_type = Single_Images #@param ["Single_Images", "Stacks"] {type:"raw"}\n' +
        'patch_size = (128,128,8) #@param {type:"number"} # in pixels\n' +
        'name = f"model_{n}" #@param {type:"string"}\n' +
        'evil = __import__("os").system("true") #@param {type:"raw"}\n'
    )
  );
  expect(params).toEqual({ Data_type: null, patch_size: null, name: null, evil: null });
});

it('skips fields that are commented out, shown in texts, or in markdown', () => {
  const { params } = readNotebook(
    notebook(
      '#GPU_limit = 90 #@param {type:"number"}\n',
      '"""\nNetwork = \'StarDist 2D\'\nbatch_size = 8 #@param {type:"integer"}\n"""\n',
      { markdown: 'epochs = 7 #@param {type:"integer"}' },
      '#@markdown ### batch_size = 3\n'
    )
  );
  expect(params).toEqual({});
  expect(readNotebook(notebook('"""\nNetwork = \'StarDist 2D\'\n"""\n')).network).toBeUndefined();
});

it('takes the value that running from top to bottom leaves', () => {
  const facts = readNotebook(
    notebook('threshold = 85 #@param {type:"number"}', 'threshold =  120#@param {type:"number"}')
  );
  expect(facts.params.threshold).toBe(120);
});

it('reads texts as Python does: quotes, escapes, Windows paths', () => {
  const { params } = readNotebook(
    notebook(
      "a = 'it\\'s' #@param {type:\"string\"}\n" +
        'b = "C:\\\\data\\\\nuclei" #@param {type:"string"}\n' +
        'c = r"C:\\new\\table" #@param {type:"string"}\n' +
        'd = "C:\\data" #@param {type:"string"}\n'
    )
  );
  expect(params).toEqual({ a: "it's", b: 'C:\\data\\nuclei', c: 'C:\\new\\table', d: 'C:\\data' });
});

it.each([[null], [undefined], ['text'], [{}], [{ cells: 'x' }], [{ cells: [null, 3, { cell_type: 'code' }] }]])(
  'says nothing of what is no notebook: %j',
  json => {
    expect(readNotebook(json)).toEqual({ params: {} });
  }
);

it.each([
  ['blanks', `a = 1${' '.repeat(500_000)}x`],
  ['hashes', `a = ${'#'.repeat(500_000)}`],
  ['hashes and blanks', `a = ${'# '.repeat(250_000)}`],
  ['digits', `a = ${'1'.repeat(500_000)}x #@param`],
  ['an open bracket', `Network = [${' '.repeat(500_000)}`],
  ['quotes', `Network = "${'\\"'.repeat(250_000)}`],
  ['lines', '\n'.repeat(500_000)],
  ['triple quotes', '"""'.repeat(200_000)]
])(
  'is read at once where a cell is half a megabyte of %s',
  (_, source) => {
    const began = performance.now();
    expect(readNotebook({ cells: [{ cell_type: 'code', source }] })).toHaveProperty('params');
    expect(performance.now() - began).toBeLessThan(10_000);
  },
  20_000
);
