/** What the zoo's library makes of a zip, or of a file in it, that it cannot read. `reason` is a clause: “its checksum is wrong”. */
export class Refusal extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Refusal';
  }
}
