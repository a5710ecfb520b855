namespace Lti.Storage;

/// <summary>
/// A change of a text that may be absent: keep it, set it, or clear it (contract rule C3). A string converts to <see cref="Set"/>;
/// null converts to <see cref="Keep"/>, as a null field of <see cref="ClientUpdate"/> keeps what is stored.
/// </summary>
public readonly record struct OptionalText
{
    private OptionalText(string? value, bool isChange)
    {
        Value = value;
        IsChange = isChange;
    }

    /// <summary>Leaves the stored text as it is. The default.</summary>
    public static OptionalText Keep => default;

    /// <summary>Removes the stored text: it is null afterwards.</summary>
    public static OptionalText Clear => new(value: null, isChange: true);

    /// <summary>Whether the stored text is to change.</summary>
    public bool IsChange { get; }

    /// <summary>The new text where <see cref="IsChange"/> is true; null clears it.</summary>
    public string? Value { get; }

    /// <summary>Replaces the stored text.</summary>
    /// <param name="value">The new text; it may be empty.</param>
    /// <returns>The change.</returns>
    public static OptionalText Set(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new OptionalText(value, isChange: true);
    }

    /// <summary>The text after this change.</summary>
    /// <param name="stored">The text as stored, or null.</param>
    /// <returns><paramref name="stored"/> where it is kept, else <see cref="Value"/>.</returns>
    public string? ApplyTo(string? stored) => IsChange ? Value : stored;

    /// <summary>Replaces the stored text, or keeps it where <paramref name="value"/> is null.</summary>
    /// <param name="value">The new text, or null to keep what is stored.</param>
    public static implicit operator OptionalText(string? value) => FromString(value);

    /// <summary>Replaces the stored text, or keeps it where <paramref name="value"/> is null.</summary>
    /// <param name="value">The new text, or null to keep what is stored.</param>
    /// <returns>The change.</returns>
    public static OptionalText FromString(string? value) => value is null ? Keep : Set(value);
}
