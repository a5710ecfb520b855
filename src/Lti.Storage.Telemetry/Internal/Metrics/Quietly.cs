namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Runs code that may call a listener and ignores the listener's exceptions.</summary>
/// <remarks>The listener's span or measurement is lost. The operation goes on.</remarks>
internal static class Quietly
{
    public static void Run<TState>(TState state, Action<TState> action)
    {
        try
        {
            action(state);
        }
#pragma warning disable CA1031 // An exception of a listener is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Creates an object. Returns null if a listener throws meanwhile.</summary>
    public static T? Create<T>(Func<T> create)
        where T : class
    {
        T? created = null;
        Run(create, create => created = create());
        return created;
    }
}
