namespace Lti.Storage;

/// <summary>Keeps, sets or clears a text that may be absent (contract rule C3: other fields stay).</summary>
/// <remarks>
/// A string converts to <see cref="Set"/>. Null converts to <see cref="Keep"/>: a null field of <see cref="ClientUpdate"/> keeps its value
/// too.
/// </remarks>
public readonly record struct OptionalText
{
    private OptionalText(string? value, bool isChange)
    {
        Value = value;
        IsChange = isChange;
    }

    /// <summary>Keeps the stored text. This is the default.</summary>
    public static OptionalText Keep => default;

    /// <summary>Removes the stored text: it becomes null.</summary>
    public static OptionalText Clear => new(value: null, isChange: true);

    /// <summary>True if the stored text is to change.</summary>
    public bool IsChange { get; }

    /// <summary>The new text if <see cref="IsChange"/> is true. Null clears the text.</summary>
    public string? Value { get; }

    /// <summary>Replaces the stored text.</summary>
    /// <param name="value">The new text. It may be empty.</param>
    /// <returns>The change.</returns>
    public static OptionalText Set(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new OptionalText(value, isChange: true);
    }

    /// <summary>Applies this change to a text.</summary>
    /// <param name="stored">The stored text or null.</param>
    /// <returns><paramref name="stored"/> if the text is kept. Otherwise <see cref="Value"/>.</returns>
    public string? ApplyTo(string? stored) => IsChange ? Value : stored;

    /// <summary>Replaces the stored text. Null keeps it.</summary>
    /// <param name="value">The new text or null to keep the stored one.</param>
    public static implicit operator OptionalText(string? value) => FromString(value);

    /// <summary>Replaces the stored text. Null keeps it.</summary>
    /// <param name="value">The new text or null to keep the stored one.</param>
    /// <returns>The change.</returns>
    public static OptionalText FromString(string? value) => value is null ? Keep : Set(value);
}
