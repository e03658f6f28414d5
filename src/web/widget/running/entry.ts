export { loadRunParts } from '../../../widgets/ownImage/parts';
