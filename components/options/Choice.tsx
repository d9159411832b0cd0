/* One of a few, side by side. */

interface ChoiceProps<T extends number | null> {
  name: string;
  choices: readonly T[];
  chosen: T;
  words: (choice: T) => string;
  onChoose: (choice: T) => void;
}

export function Choice<T extends number | null>({
  name,
  choices,
  chosen,
  words,
  onChoose,
}: ChoiceProps<T>) {
  return (
    <div class="choice" role="radiogroup" aria-label={name}>
      {choices.map((choice) => (
        <label key={String(choice)}>
          <input
            type="radio"
            name={name}
            checked={choice === chosen}
            onChange={() => onChoose(choice)}
          />
          <span>{words(choice)}</span>
        </label>
      ))}
    </div>
  );
}
