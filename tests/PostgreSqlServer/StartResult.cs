using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>Holds a started object, or one line that says why it is missing. A broken object is an exception instead.</summary>
/// <param name="Value">The started object. Null when the machine lacks it.</param>
/// <param name="Reason">One line that says what is missing and what to do. Null when the start succeeded.</param>
public sealed record StartResult<T>(T? Value, string? Reason)
    where T : class
{
    /// <summary>Gets whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool Started => Value is not null;

    /// <summary>Returns the value or skips the test. Under <c>CI=true</c> it fails instead of skipping.</summary>
    /// <param name="skip">The skip method of the test framework, such as <c>Assert.Skip</c>. It must throw.</param>
    /// <exception cref="InvalidOperationException">There is no value and <c>CI</c> is <c>true</c>.</exception>
    public T OrSkip(Action<string> skip) => OrSkip(skip, Environment.GetEnvironmentVariable);

    internal T OrSkip(Action<string> skip, Func<string, string?> environment)
    {
        if (Started)
        {
            return Value;
        }

        if (string.Equals(environment("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"{Reason} No test may be skipped under CI=true.");
        }

        skip(Reason);
        throw new UnreachableException("The skip callback must throw.");
    }
}
