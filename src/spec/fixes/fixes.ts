import type { Fields } from '../cursor';
import { isFields } from '../cursor';
import type { Finding } from '../finding';
import type { Fix } from '../fix';
import {
  fileOpset,
  networkRays,
  networkSize,
  networkType,
  oneNumber,
  plainFile,
  proposedId,
  stardistName,
  withoutBatch
} from './consumers';
import { addedField, addedVersion, finite, knownField, withoutEmpty } from './fields';
import { ownHash, validHash, withoutFile } from './files';
import { batchId, channelId, lowerAxis, normalId, uniqueAxis, uniqueTensor, validId } from './ids';
import { rightKind } from './kinds';
import { drop, valueAt } from './make';
import type { Mender } from './make';
import { anySize, follow, followKnown, haloOfFixed, sameUnit, smallerHalo } from './sizes';
import {
  endAsFloat,
  knownAxis,
  knownStep,
  knownTensor,
  percent,
  swapPercentiles,
  withoutAxes,
  withoutStep
} from './steps';
import { axisLetters, batchNumber, stepLetters, axisType, finiteRange, oneForAll, swapRange, testRange, testReference, testSize, testType, testValues } from './tensors'; // prettier-ignore
import { citeTarget, shorter, validName, validValue } from './values';
import { exact, knownOutput, knownWeights, smallerTolerance, withoutParent } from './weights';

const dropped: Mender = ({ path }, raw) => (valueAt(raw, path) === undefined ? undefined : drop(path, raw));

/** The mends of each code, the first that can be made; errors of codes that are not named here are tried by `others`. */
const menders: Readonly<Record<string, readonly Mender[]>> = {
  'version-missing': [addedVersion],
  'version-invalid': [validValue],
  'field-missing': [addedField],
  'field-unknown': [knownField],
  'field-type': [withoutEmpty, validValue, rightKind],
  'field-recommended': [],
  'name-characters': [validName],
  'name-length': [validName],
  'id-invalid': [validId, followKnown],
  'field-value': [withoutEmpty, validValue, rightKind],
  'orcid-invalid': [withoutEmpty, validValue],
  'email-invalid': [withoutEmpty, validValue],
  'doi-invalid': [withoutEmpty, validValue],
  'url-invalid': [withoutEmpty, validValue],
  'version-text-invalid': [withoutEmpty, validValue],
  'timestamp-invalid': [withoutEmpty, validValue],
  'license-unknown': [withoutEmpty, validValue],
  'license-deprecated': [validValue],
  'cite-target': [citeTarget],
  'number-not-finite': [finite],
  'text-too-long': [shorter],
  'run-mode': [dropped],
  'axis-type': [axisType, validValue],
  'axis-letters': [axisLetters],
  'axis-duplicate': [uniqueAxis],
  'axis-batch-id': [batchId],
  'axis-renamed': [normalId],
  'shape-length': [],
  'size-invalid': [anySize],
  'size-place': [follow],
  'size-reference-unknown': [followKnown],
  'size-reference-self': [follow],
  'size-reference-unit': [sameUnit],
  'halo-reference': [haloOfFixed],
  'halo-too-large': [smallerHalo],
  'halo-not-whole': [smallerHalo],
  'tensor-id-duplicate': [uniqueTensor],
  'data-channels': [oneForAll],
  'data-range': [swapRange],
  'data-range-denied': [testValues],
  'operation-unknown': [knownStep],
  'operation-axes': [knownAxis],
  'operation-channel-name': [channelId],
  'operation-reference': [knownTensor],
  'operation-last-type': [endAsFloat],
  'clip-nothing': [withoutStep],
  'clip-axes': [withoutAxes],
  'scale-linear-nothing': [withoutStep],
  'percentile-order': [percent, swapPercentiles],
  'range-infinite': [finiteRange],
  'unit-unknown': [withoutEmpty, validValue],
  'weights-unknown': [knownWeights],
  'weights-parent': [withoutParent],
  'weights-parent-self': [withoutParent],
  'parent-self': [dropped],
  'file-missing': [withoutFile],
  'hash-wrong': [ownHash],
  'hash-invalid': [validHash],
  'test-tensor-type': [testType],
  'test-tensor-size': [testSize],
  'test-tensor-step': [testSize],
  'test-tensor-range': [testRange],
  'test-tensor-reference': [testReference],
  'tolerance-large': [smallerTolerance],
  'tolerance-discrete': [exact],
  'weights-opset': [fileOpset],
  'network-type': [networkType],
  'network-batch': [networkSize],
  'network-channels': [networkSize],
  'network-rays': [networkRays],
  'network-fixed': [networkSize],
  'network-size': [networkSize],
  'old-batch-size': [batchNumber(1)],
  'old-batch-step': [batchNumber(0)],
  'old-step-letters': [stepLetters],
  'old-reference-self': [dropped],
  'old-architecture-hash-extra': [dropped],
  'dij-id': [proposedId],
  'dij-id-invented': [proposedId],
  'dij-plain-text': [plainFile],
  'dij-timestamp': [dropped],
  'dij-axis-id': [lowerAxis],
  'dij-axis-nameless': [uniqueAxis],
  'dij-halo-reference': [follow],
  'dij-onnx-declared': [fileOpset],
  'dij-tiling': [dropped],
  'dij-tiling-cut': [dropped],
  'dij-threshold-list': [oneNumber],
  'dij-mean-list': [oneNumber],
  'dij-batch': [withoutBatch],
  'dij-stardist-name': [stardistName],
  'tolerance-output': [knownOutput]
};

const others: readonly Mender[] = [withoutEmpty, validValue];

/** Codes for which a mend can be made, where the description allows it. */
export function mendableCodes(): string[] {
  return Object.entries(menders).flatMap(([code, menders]) => (menders.length > 0 ? [code] : []));
}

/** Gives each finding the mend that a machine can make, where there is one. `raw` is the parsed YAML, untouched. */
export function addFixes(findings: readonly Finding[], raw: Fields): Finding[] {
  return findings.map(finding => {
    const fix = finding.fix ?? mendOf(finding, raw);
    return fix ? { ...finding, fix } : finding;
  });
}

function mendOf(finding: Finding, raw: Fields): Fix | undefined {
  const known = Object.hasOwn(menders, finding.code) ? menders[finding.code] : undefined;
  if (!isFields(raw) || (!known && (finding.path.length === 0 || finding.severity !== 'error'))) {
    return undefined;
  }
  for (const mender of known ?? others) {
    const fix = mender(finding, raw);
    if (fix) {
      return fix;
    }
  }
  return undefined;
}
