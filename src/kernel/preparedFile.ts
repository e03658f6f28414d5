/** One file that the Python half made, in a folder of its own. A twin of `zooport/kernel/prepared_file.py`. */
export interface PreparedFile {
  readonly role:
    'test_input' | 'test_output' | 'weights' | 'proof_input' | 'proof_output' | 'proof_exact' | 'attachment';
  /** Absolute path in the Python half's own folder. */
  readonly path: string;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}
