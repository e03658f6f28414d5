import { EngineError, noMemory } from './engine';
import type { Fault } from './protocol';
import { HostError, OUT_OF_MEMORY } from './remote';

type Step = EngineError['step'];

/** A pattern in onnxruntime-web's own words (1.30.0), and what it means for the one who reads the report. */
interface Reason {
  readonly pattern: RegExp;
  readonly steps: readonly Step[];
  readonly say: (found: RegExpExecArray) => string;
}

const memory =
  `${noMemory} for this network: it gets 4 GB at most, and this machine or page may have less. ` +
  'Try a smaller image or crop, or close other programs and tabs.';

const oneFile = 'Save it as one file (in Python: onnx.save(onnx.load(path), path, save_as_external_data=False)).';

/** A name out of a file, which may be of any length. */
function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)} …` : name;
}

const reasons: readonly Reason[] = [
  {
    pattern:
      /bad_alloc|out of memory|Array buffer allocation failed|could not allocate|failed to allocate|Invalid array length|Integer overflow|Tensor shape is too large/i,
    steps: ['start', 'load', 'run'],
    say: () => memory
  },
  {
    pattern: /protobuf parsing failed|No graph was found/,
    steps: ['load'],
    say: () => 'This file is not an ONNX network, or it is damaged or cut short. Export it or download it again.'
  },
  {
    pattern: /(?:No Op registered for|Could not find an implementation for) ([\w.:]+)/,
    steps: ['load'],
    say: ([, name]) => unknownOperator(name)
  },
  {
    pattern: /Fatal error: ([\w.:]+)\(-?\d+\) is not a registered function\/op/,
    steps: ['load'],
    say: ([, name]) => unknownOperator(name)
  },
  {
    pattern: /Opset (\d+) is under development.*till opset (\d+)/s,
    steps: ['load'],
    say: ([, has, most]) =>
      `The network is written in version ${has} of the ONNX operators (its opset); this runtime knows them up to ${most}. ` +
      'Export it with opset 17, which every program of the zoo reads.'
  },
  {
    pattern: /Unsupported model IR version: (\d+), max supported IR version: (\d+)/,
    steps: ['load'],
    say: ([, has, most]) =>
      `The file is written in version ${has} of the ONNX format; this runtime reads it up to version ${most}. ` +
      'Export it with an older version of the onnx package (IR version 8).'
  },
  {
    pattern: /external data file "*(.*?)"*, error: Out of bounds/is,
    steps: ['load'],
    say: ([, file]) =>
      `The file “${shortened(file)}”, in which the network keeps its weights, is cut short or belongs to another network. ` +
      'Export both again, or download them again.'
  },
  {
    pattern: /external data file "*(.*?)"*, error/is,
    steps: ['load'],
    say: ([, file]) =>
      `The network keeps its weights in another file, “${shortened(file)}”, which was not given along with it. ${oneFile}`
  },
  {
    pattern: /external data/i,
    steps: ['load'],
    say: () => `The network keeps its weights in a second file, which could not be loaded. ${oneFile}`
  },
  {
    pattern: /while running (\w+) node\. Name:'([^']*)'.*?(?:dimension|shape|size|axis|axes)/is,
    steps: ['run'],
    say: ([, operator, name]) =>
      `The image's size does not fit this network: at its step ${name ? `"${name}" (${operator})` : operator} two parts no longer ` +
      'have the same size. Networks that halve the image several times need a height and width that can be halved as ' +
      'often: a multiple of 16 or 32 usually fits.'
  },
  {
    pattern: /Got invalid dimensions|Invalid rank for input|Unexpected input data type/,
    steps: ['run'],
    say: ({ input }) => `The image does not have the shape or the data type that the network takes (${plain(input)}).`
  },
  {
    pattern: /Content Security Policy|unsafe-eval|violates the following/i,
    steps: ['start'],
    say: () =>
      "This server's security policy forbids WebAssembly, which runs the network. " +
      "Its administrator can allow it by adding 'wasm-unsafe-eval' to script-src."
  }
];

function unknownOperator(name: string): string {
  return (
    `The network uses the operation "${name}", which this runtime does not have. ` +
    'It is no part of the ONNX standard, or newer than this runtime; export the network without it.'
  );
}

const beginnings: Record<Step, string> = {
  start: 'The runtime (onnxruntime-web) could not be started',
  load: 'The network could not be loaded',
  run: 'The network could not be run'
};

/** Turns what the host threw into a sentence; an error of another kind (an abort) is returned as it is. */
export function explain(step: Step, error: unknown): unknown {
  if (!(error instanceof HostError)) {
    return error;
  }
  return new EngineError(step, sentence(step, error.fault), { cause: error });
}

function sentence(step: Step, fault: Fault): string {
  if (fault.message === OUT_OF_MEMORY) {
    return memory;
  }
  if (fault.name === 'Ended') {
    return fault.message === 'stopped'
      ? 'The network was stopped. Load it again to go on.'
      : `${beginnings[step]}: its worker ended by itself (${plain(fault.message)}). Reload the page and try again.`;
  }
  for (const { pattern, steps, say } of reasons) {
    const found = pattern.exec(fault.message);
    if (found && steps.includes(step)) {
      return say(found);
    }
  }
  if (isBroken(fault)) {
    return step === 'start' ? `${beginnings.start}: ${plain(fault.message)}.` : memory;
  }
  return `${beginnings[step]}: ${plain(fault.message)}.`;
}

/** After these the WebAssembly's memory is not to be trusted any more; its host must be ended. */
export function isBroken(fault: Fault): boolean {
  return (
    ['WebAssembly', 'RuntimeError', 'RangeError', 'Ended'].includes(fault.name) ||
    /bad_alloc|out of memory|Integer overflow|memory access out of bounds|unreachable|Aborted\(/i.test(fault.message)
  );
}

/** Characters of a message that are looked at: the runtime repeats names of the network, of any length. */
const longest = 4000;

/** The runtime's message without codes, source files and line breaks. */
function plain(message: string): string {
  return message
    .slice(0, longest)
    .replace(/^.*ERROR_MESSAGE: /s, '')
    .replace(/(?<!\S)\S*\/\S+\.(?:cc|h):\d+ .*?\) /gs, '')
    .replace(/no available backend found\. ERR: \[wasm\] /, '')
    .replace(/, \[cpu\] Error: previous call.*$/s, '')
    .replace(/\s+/g, ' ')
    .replace(/[\s.]+$/, '')
    .trim();
}
