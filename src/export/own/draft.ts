import type { OwnNetworkChoice, OwnParams, PreparedOwn } from '../../kernel/ownProtocol';
import type { DraftBase, DraftFields } from '../draft/draft';
import { BUNDLE_SUFFIX, modelName, slug } from '../draft/naming';
import { field, onlyYou } from '../draft/prefill';

/** A network of one's own before its bundle is made. What it is, only the Python half knows: fields may be empty still. */
export interface OwnDraft extends DraftBase {
  readonly own: OwnParams;
}

/** A draft in which nothing is said yet. `now` is written into the bundle. */
export function makeOwnDraft(own: OwnParams, now: Date): OwnDraft {
  const fields: DraftFields = {
    name: empty(''),
    description: empty(''),
    authors: onlyYou([]),
    license: onlyYou(''),
    cite: onlyYou([]),
    tags: empty([]),
    version: field('0.1.0', 'guess', 'a first version'),
    data: onlyYou('')
  };
  return { own, fileName: empty(''), fields, made: now.toISOString() };
}

function empty<T>(value: T) {
  return { value, origin: null, where: '', onlyYou: false };
}

/** A draft of a network that was chosen in the kernel: its name, and so the file's, are known before anything runs. */
export function draftOfChoice(choice: OwnNetworkChoice, own: Omit<OwnParams, 'variable'>, now: Date): OwnDraft {
  const draft = makeOwnDraft({ ...own, variable: choice.variable }, now);
  const name = nameOf(choice);
  return {
    ...draft,
    fileName: field(slug(name.value) + BUNDLE_SUFFIX, 'guess', 'made from the name'),
    fields: { ...draft.fields, name }
  };
}

function nameOf({ architecture, framework }: Pick<OwnNetworkChoice, 'architecture' | 'framework'>) {
  return field(modelName(architecture, `network of ${framework}`), 'kernel', 'class of the network');
}

/** The draft with what the network tells of itself wherever the researcher has said nothing. */
export function fillIn<D extends OwnDraft>(draft: D, prepared: PreparedOwn): D {
  const { fields, fileName } = draft;
  const known = {
    name: nameOf(prepared),
    description: field(describeNetwork(prepared), 'kernel', 'the network'),
    tags: field(tagsOf(prepared), 'kernel', 'the network')
  };
  const name = fields.name.origin === null ? known.name : fields.name;
  return {
    ...draft,
    fields: {
      ...fields,
      name,
      description: fields.description.origin === null ? known.description : fields.description,
      tags: fields.tags.origin === null ? known.tags : fields.tags
    },
    fileName:
      fileName.origin === null ? field(slug(name.value) + BUNDLE_SUFFIX, 'guess', 'made from the name') : fileName
  };
}

/** What it takes and gives, in a sentence; what it is for, only the researcher can say. */
function describeNetwork({ architecture, framework, inputs, outputs, predict, parameters }: PreparedOwn): string {
  const kind = inputs.some(({ axes }) => axes.includes('z')) ? 'three-dimensional' : 'two-dimensional';
  const takes = inputs.length === 1 ? `a ${kind} image` : `${inputs.length} ${kind} images`;
  const gives = outputs.map(({ id }) => id).join(', ');
  const as = predict === null ? '' : `, as the function ${predict} gives it`;
  const text =
    `A network of ${framework} of the class ${architecture} with ${parameters.toLocaleString('en')} parameters. ` +
    `It takes ${takes} and gives ${gives}${as}.`;
  return text.slice(0, 512);
}

/** The tags that follow from the network itself; what the images show, only the researcher knows. */
function tagsOf({ architecture, framework, inputs }: PreparedOwn): string[] {
  const axes = inputs.flatMap(input => [...input.axes]);
  return [
    ...(axes.includes('z') ? ['3d'] : axes.includes('y') && axes.includes('x') ? ['2d'] : []),
    framework === 'Keras' ? 'tensorflow' : 'pytorch',
    ...(/u-?_?net/i.test(architecture) ? ['unet'] : [])
  ];
}
