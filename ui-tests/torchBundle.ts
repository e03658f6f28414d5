import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallDescription, smallFiles, smallZip } from '../src/preview/testing/small';
import { pythonOf } from './help';

/** What the small network of the tests does, in PyTorch, with a weight to load. */
const ARCHITECTURE = `import torch


class CutNet(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.gain = torch.nn.Parameter(torch.zeros(1))

    def forward(self, image):
        return torch.relu(image * self.gain)
`;

const SAVE = `
import sys, torch
sys.path.insert(0, sys.argv[1])
from architecture import CutNet
net = CutNet().eval()
net.load_state_dict({"gain": torch.ones(1)})
torch.save(net.state_dict(), sys.argv[1] + "/state.pt")
torch.jit.trace(net, torch.ones(1, 1, 6, 8)).save(sys.argv[1] + "/script.pt")
`;

/** The small bundle with TorchScript and a state dict beside its ONNX. */
export function torchBundle(): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'zooport-torch-'));
  const code = new TextEncoder().encode(ARCHITECTURE);
  writeFileSync(join(folder, 'architecture.py'), code);
  execFileSync(pythonOf('new'), ['-c', SAVE, folder], { stdio: 'ignore' });
  const read = (name: string): Uint8Array => readFileSync(join(folder, name));
  const files = smallFiles()
    .set('script.pt', read('script.pt'))
    .set('state.pt', read('state.pt'))
    .set('architecture.py', code);
  rmSync(folder, { recursive: true });
  const description = smallDescription();
  const version = { pytorch_version: '2.5.1' };
  const architecture = { source: 'architecture.py', callable: 'CutNet', kwargs: {} };
  const weights = {
    ...description.weights,
    torchscript: { source: 'script.pt', ...version },
    pytorch_state_dict: { source: 'state.pt', architecture, ...version }
  };
  return smallZip({ ...description, weights }, files);
}
