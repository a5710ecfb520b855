namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>
/// Runs what may call a listener. A listener that throws changes no outcome: its span or measurement is lost, and the operation goes on.
/// </summary>
internal static class Quietly
{
    public static void Run<TState>(TState state, Action<TState> action)
    {
        try
        {
            action(state);
        }
#pragma warning disable CA1031 // Whatever a listener throws, it is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    /// <summary>Creates an object, or returns null where a listener throws meanwhile.</summary>
    public static T? Create<T>(Func<T> create)
        where T : class
    {
        T? created = null;
        Run(create, create => created = create());
        return created;
    }
}
