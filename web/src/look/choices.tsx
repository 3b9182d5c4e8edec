interface ChoicesProps<Value extends string> {
  readonly label: string;
  readonly name: string;
  readonly values: ReadonlyArray<{ readonly value: Value; readonly word: string }>;
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of a few: radio buttons that look like one control. */
export function Choices<Value extends string>({
  label,
  name,
  values,
  chosen,
  onChoose,
}: ChoicesProps<Value>) {
  return (
    <fieldset class="field">
      <legend class="unseen">{label}</legend>
      <div class="choices">
        {values.map(({ value, word }) => (
          <label key={value}>
            <input
              type="radio"
              name={name}
              data-testid={`${name}-${value}`}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            {word}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
