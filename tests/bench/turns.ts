/* Side by side: whatever slows the machine down for a while slows each of them. */

type Tasks<Name extends string, Sample> = Record<Name, () => Promise<Sample>>;

export interface TurnOptions {
  rounds: number;
  /** Rounds before them, whose samples are dropped. Default 2. */
  warmUp?: number;
  /** Hears how far it has come. */
  say: (line: string) => void;
}

/** Has each task take its turn in each round, none always the first; their samples by name, a sample
 * per round. */
export async function takeTurns<Name extends string, Sample>(
  tasks: Tasks<Name, Sample>,
  { rounds, warmUp = 2, say }: TurnOptions,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(tasks) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Sample[]
  >;
  for (let round = -warmUp; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + warmUp) % names.length] as Name;
      const sample = await tasks[name]();
      if (round >= 0) samples[name].push(sample);
    }
    if ((round + 1) % 5 === 0 && round > 0) say(`${round + 1} of ${rounds} rounds`);
  }
  return samples;
}
