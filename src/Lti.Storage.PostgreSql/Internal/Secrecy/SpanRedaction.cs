using System.Diagnostics;
using System.Reflection;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Secrecy;

/// <summary>Keeps quoted values out of Npgsql's spans (contract rule E8).</summary>
/// <remarks>
/// <para>
/// Npgsql records the exception of a failed statement on its span, with the server's text. It has no setting for that, so a listener sets
/// the recorded text first. It changes only spans of the storage's own data sources and creates none.
/// </para>
/// <para>
/// With any listener Npgsql joins the texts of a batch for its span, even if no listener records it. So the storage's data sources start no
/// span without another listener.
/// </para>
/// </remarks>
internal static class SpanRedaction
{
    private const string Source = "Npgsql";
    private const string Mark = "Lti.Storage.Redacts";

    // Other listeners treat it as Npgsql's source, and the listener below ignores it. It starts no span. It comes first, since the listener
    // compares with it.
    private static readonly ActivitySource _probe = new(
        Source, typeof(NpgsqlConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);

    // The field keeps the listener alive. A collected listener receives nothing.
    private static readonly ActivityListener _listener = Start();

    /// <summary>The version of Npgsql's source, by which a listener may select it.</summary>
    public static string? Version => _probe.Version;

    public static void Apply(NpgsqlDataSourceBuilder source)
    {
        GC.KeepAlive(_listener);
        source.ConfigureTracing(static options => options
            .ConfigureCommandFilter(static _ => _probe.HasListeners())
            .ConfigureBatchFilter(static _ => _probe.HasListeners())
            .ConfigureCommandEnrichmentCallback(static (span, _) => span.SetCustomProperty(Mark, Mark))
            .ConfigureBatchEnrichmentCallback(static (span, _) => span.SetCustomProperty(Mark, Mark)));
    }

    private static ActivityListener Start()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Source && !ReferenceEquals(source, _probe),
            ExceptionRecorder = Record,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void Record(Activity span, Exception exception, ref TagList tags)
    {
        if (span.GetCustomProperty(Mark) is null)
        {
            return;
        }

        var redacted = exception.Redacted();
        Set(ref tags, "exception.message", redacted.Message);
        Set(ref tags, "exception.stacktrace", redacted.ToString());
    }

    // Another listener may have set it already.
    private static void Set(ref TagList tags, string key, string value)
    {
        for (var i = 0; i < tags.Count; i++)
        {
            if (tags[i].Key == key)
            {
                tags[i] = new(key, value);
                return;
            }
        }

        tags.Add(key, value);
    }
}
