using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Lti.Storage.PostgreSqlServer;

/// <summary>What was started, or one line that says why there is none. What is there but broken is an exception instead.</summary>
/// <param name="Value">What was started; null where the machine has not got it.</param>
/// <param name="Reason">One line that says what is missing and what to do; null where something was started.</param>
public sealed record StartResult<T>(T? Value, string? Reason)
    where T : class
{
    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Reason))]
    public bool Started => Value is not null;

    /// <summary>The value, or else the test is skipped; under <c>CI=true</c> nothing may be skipped, so there it fails.</summary>
    /// <param name="skip">The test framework's way to skip, such as <c>Assert.Skip</c>: given the reason, it throws.</param>
    /// <exception cref="InvalidOperationException">There is no value, and <c>CI</c> is <c>true</c>.</exception>
    public T OrSkip(Action<string> skip) => OrSkip(skip, Environment.GetEnvironmentVariable);

    internal T OrSkip(Action<string> skip, Func<string, string?> environment)
    {
        if (Started)
        {
            return Value;
        }

        if (string.Equals(environment("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"{Reason} Nothing may be skipped under CI=true.");
        }

        skip(Reason);
        throw new UnreachableException("What skips a test has to throw.");
    }
}
