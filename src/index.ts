import { documentsPlugin } from './lab/documents';
import { panelPlugin } from './lab/panel';

export default [panelPlugin, documentsPlugin];
